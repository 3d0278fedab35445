namespace Portal.Kernel.Outbound;

/// <summary>Something would have spoken to a machine that the configuration does not name. The message names no host: it may have come from data.</summary>
public sealed class OutboundRefusedException : Exception
{
    /// <summary>The call was refused.</summary>
    public OutboundRefusedException()
        : base("This host is not one that the portal may speak to: name it in the configuration, or look into where the address came from.")
    {
    }
}

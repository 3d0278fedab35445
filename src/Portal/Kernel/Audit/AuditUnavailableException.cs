namespace Portal.Kernel.Audit;

/// <summary>The audit entry could not be written, so nothing may be shown or changed (45 CFR 164.312(b)).</summary>
public sealed class AuditUnavailableException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="inner">What the store said.</param>
    public AuditUnavailableException(Exception inner)
        : base("The audit log cannot be written at the moment, so nothing can be opened; try again shortly.", inner)
    {
    }
}

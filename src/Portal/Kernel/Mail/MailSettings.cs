namespace Portal.Kernel.Mail;

/// <summary>How this instance sends mail.</summary>
/// <param name="Carrier">What takes the mails.</param>
/// <param name="Portal">The address that people know the portal by; each mail names it.</param>
public sealed record MailSettings(MailCarrierKind Carrier, Uri? Portal)
{
    /// <summary>No mail: people are told in the portal alone.</summary>
    public static MailSettings Off { get; } = new(MailCarrierKind.None, null);

    /// <summary>Whether mails are written at all.</summary>
    public bool IsOn => Carrier != MailCarrierKind.None;
}

/// <summary>What takes the mails of an instance.</summary>
public enum MailCarrierKind
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Files in the data folder, for Development.</summary>
    Files = 1,

    /// <summary>A mail server.</summary>
    Smtp = 2,
}

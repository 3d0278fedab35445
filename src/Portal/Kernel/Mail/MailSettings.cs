using System.Net.Mail;

namespace Portal.Kernel.Mail;

/// <summary>How this instance sends mail: by a server, into a folder, or not at all.</summary>
public sealed record MailSettings
{
    private MailSettings()
    {
    }

    /// <summary>No mail: people are told in the portal alone.</summary>
    public static MailSettings Off { get; } = new();

    /// <summary>The address that people know the portal by; each mail names it. It comes from the configuration, never from a request.</summary>
    public Uri? Portal { get; private init; }

    /// <summary>Who mails are from.</summary>
    public string? From { get; private init; }

    /// <summary>The mail server, where mails go to one.</summary>
    public MailServer? Server { get; private init; }

    /// <summary>The folder, where mails are written as files.</summary>
    public string? Folder { get; private init; }

    /// <summary>Whether mails are written at all.</summary>
    public bool IsOn => Portal is not null;

    /// <summary>Mails go to a server.</summary>
    /// <exception cref="FormatException">The sender is no mail address.</exception>
    public static MailSettings By(MailServer server, string from, Uri portal) => new() { Server = server, From = new MailAddress(from).Address, Portal = portal };

    /// <summary>Mails are written as files, which a person on the machine can read (Development).</summary>
    public static MailSettings Files(string folder, string from, Uri portal) => new() { Folder = folder, From = new MailAddress(from).Address, Portal = portal };

    // An address must not show where a record is written out.
    /// <inheritdoc/>
    public override string ToString() => nameof(MailSettings);
}

/// <summary>A mail server that is spoken to by SMTP with STARTTLS (RFC 3207) and no other way.</summary>
/// <param name="Host">Its name, as in its certificate.</param>
/// <param name="Port">Its port, usually 587.</param>
/// <param name="User">Who signs in there; <c>null</c> for nobody.</param>
/// <param name="Password">The password of <paramref name="User"/>.</param>
public sealed record MailServer(string Host, int Port, string? User, string? Password)
{
    // The password must not show where a record is written out.
    /// <inheritdoc/>
    public override string ToString() => nameof(MailServer);
}

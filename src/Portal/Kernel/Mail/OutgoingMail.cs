using System.Net.Mail;

namespace Portal.Kernel.Mail;

/// <summary>A mail as it goes out: an address, a plain sentence or two, and nothing about the person.</summary>
/// <param name="Id">Makes the Message-ID; the same at every try.</param>
/// <param name="From">The portal's own address.</param>
/// <param name="To">The receiver. Its type refuses line breaks, so that no address can add a header.</param>
/// <param name="Date">When it was written, which is when the thing happened.</param>
/// <param name="Text">Subject and body.</param>
/// <param name="Host">The portal's host, for the Message-ID.</param>
internal sealed record OutgoingMail(Guid Id, MailAddress From, MailAddress To, DateTimeOffset Date, MailText Text, string Host)
{
    public string MessageId => $"<{Id:N}@{Host}>";

    /// <summary>Says to answering machines and lists that nobody waits for an answer (RFC 3834).</summary>
    public static KeyValuePair<string, string> Automatic { get; } = new("Auto-Submitted", "auto-generated");

    public override string ToString() => nameof(OutgoingMail);
}

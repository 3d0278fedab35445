using System.Globalization;
using System.Net.Mail;
using Portal.Kernel.Mail;
using Portal.Kernel.Notices;
using Portal.Kernel.Outbound;

namespace Portal.Tests.Kernel.Mail;

/// <summary>A process of its own that sends one mail to a server on this machine: which authorities a process trusts is settled when it starts.</summary>
internal static class MailSender
{
    public const string Verb = "mail-sender";

    public static readonly Guid Id = new("5b0c3a52-9f1d-4ac1-8f0a-6d1e9f0b7a11");

    public static async Task RunAsync(string port)
    {
        var server = new MailServer("localhost", int.Parse(port, CultureInfo.InvariantCulture), "portal", "a test's password");
        await new SmtpCarrier(server, new OutboundHosts([(server.Host, server.Port)])).SendAsync(Outgoing(), default);
        Console.WriteLine("taken");
    }

    public static OutgoingMail Outgoing() => new(
        Id, new MailAddress("portal@portal.example"), new MailAddress("somebody@people.example"), new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero),
        MailText.Of(NoticeKind.PasswordChanged, new Uri("https://portal.example/")), "portal.example");
}

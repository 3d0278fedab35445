using System.Globalization;
using System.Net.Mail;
using Portal.Kernel.Mail;
using Portal.Kernel.Notices;
using Portal.Kernel.Outbound;

namespace Portal.Tests.Kernel.Mail;

/// <summary>A process of its own that sends a mail, so many times, to a server on this machine: which authorities a process trusts is settled when it starts.</summary>
internal static class MailSender
{
    public const string Verb = "mail-sender";

    public static readonly Guid Id = new("5b0c3a52-9f1d-4ac1-8f0a-6d1e9f0b7a11");

    /// <summary>Writes what became of each: "taken", or what the outbox would note.</summary>
    public static async Task RunAsync(string port, string times)
    {
        var server = new MailServer("localhost", int.Parse(port, CultureInfo.InvariantCulture), "portal", "a test's password");
        var carrier = new SmtpCarrier(server, new OutboundHosts([(server.Host, server.Port)]));
        for (var i = int.Parse(times, CultureInfo.InvariantCulture); i > 0; i--)
        {
            try
            {
                await carrier.SendAsync(Outgoing(), default);
                Console.WriteLine("taken");
            }
            catch (MailNotTakenException refusal)
            {
                Console.WriteLine(refusal.Problem);
            }
        }
    }

    public static OutgoingMail Outgoing() => new(
        Id, new MailAddress("portal@portal.example"), new MailAddress("somebody@people.example"), new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero),
        MailText.Of(NoticeKind.PasswordChanged, new Uri("https://portal.example/")), "portal.example");
}

using System.Globalization;
using System.Net;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Audit.Feeds;
using Portal.Kernel.Outbound;

namespace Portal.Tests.Kernel.Audit.Feeds;

/// <summary>A process of its own that sends one entry through TLS to a receiver on this machine: which authorities a process trusts is settled when it starts.</summary>
internal static class FeedSender
{
    public const string Verb = "feed-sender";

    public static async Task RunAsync(string port)
    {
        var receiver = new Uri($"tls://localhost:{int.Parse(port, CultureInfo.InvariantCulture)}");
        try
        {
            await To(receiver).DeliverAsync([Entry()], default);
            Console.WriteLine("taken");
        }
        catch (Exception failure)
        {
            Console.WriteLine(failure.GetType().Name);
        }
    }

    public static SyslogTarget To(Uri receiver) => new(receiver, new OutboundHosts([(receiver.Host, receiver.Port)]));

    /// <summary>An entry with everything in it.</summary>
    public static AuditEntry Entry(int patients = 2) => new()
    {
        Id = new EntryId(new Guid("0199aa00-0000-7000-8000-000000000001")),
        At = new DateTimeOffset(2026, 11, 17, 15, 4, 5, TimeSpan.Zero).AddTicks(1_234_560),
        Role = Role.Clinician,
        Account = new AccountId(new Guid("0199aa00-0000-7000-8000-000000000002")),
        Session = new SessionId(new Guid("0199aa00-0000-7000-8000-000000000003")),
        Action = AuditAction.Read,
        Resource = AuditResource.Patient,
        Categories = DataCategories.Identity | DataCategories.Clinical,
        Purpose = Purpose.Treatment,
        Outcome = AuditOutcome.Denied,
        Reason = "blocked",
        Ip = IPAddress.Parse("192.0.2.7"),
        UserAgent = "Agent “1”\u00e9",
        Node = "node 1",
        Patients = [.. Enumerable.Range(1, patients).Select(at => new PatientId(new Guid($"0199aa00-0000-7000-8000-{at:x12}")))],
    };
}

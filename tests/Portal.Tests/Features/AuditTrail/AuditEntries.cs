using System.Net;
using Portal.Data.Auditing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.AuditTrail;

/// <summary>Entries of many kinds, written through the product's own door and kept to compare a search with.</summary>
internal sealed class AuditEntries(PortalFixture portal)
{
    public static readonly PatientId[] Patients = [.. Enumerable.Range(0, 4).Select(_ => PatientId.New())];

    public static readonly AccountId[] Staff = [.. Enumerable.Range(0, 4).Select(_ => AccountId.New())];

    public static readonly SessionId[] Sessions = [.. Enumerable.Range(0, 4).Select(_ => SessionId.New())];

    public static readonly string[] Nodes = ["node-a", "node-b"];

    private readonly Random random = new(7);

    public List<AuditEntry> All { get; } = [];

    /// <summary>Some entries, each a little later than the one before.</summary>
    public async Task AddAsync(int count, TimeSpan apart)
    {
        var log = portal.Get<AuditLog>();
        var all = new List<Task>();
        for (var number = 0; number < count; number++)
        {
            portal.Clock.Advance(apart);
            var entry = Make(log);
            All.Add(entry);
            all.Add(log.AppendAsync(entry, default));
        }

        await Task.WhenAll(all);
    }

    private AuditEntry Make(AuditLog log)
    {
        var who = random.Next(Staff.Length);
        var entry = log.NewEntry(
            Actor.Person(Staff[who], One(Role.Clinician, Role.Nurse, Role.BillingClerk), Sessions[who], Origin.Local), One(Purpose.Treatment, Purpose.Payment),
            One(AuditAction.Read, AuditAction.Search, AuditAction.Export), One(AuditResource.Patient, AuditResource.Claim),
            One(DataCategories.Identity, DataCategories.Identity | DataCategories.Clinical, DataCategories.Billing), One(AuditOutcome.Allowed, AuditOutcome.Allowed, AuditOutcome.Denied));
        return entry with
        {
            Patients = random.Next(3) == 0 ? [] : [.. Patients.Where(_ => random.Next(3) == 0)],
            Grant = random.Next(8) == 0 ? Guid.NewGuid() : null,
            Ip = IPAddress.Parse(One("10.1.0.1", "10.1.0.2", "10.2.0.1", "2001:db8::7")),
            Node = One(Nodes),
        };
    }

    private T One<T>(params T[] choices) => choices[random.Next(choices.Length)];
}

using System.Net;
using Portal.Data.Auditing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.AuditTrail.Exports;

/// <summary>One entry for each way in which an entry can differ: what a leaf is computed from is all there, or not at all.</summary>
internal static class EntriesOfAllKinds
{
    public static async Task<AuditEntry[]> AppendAsync(PortalFixture portal)
    {
        var log = portal.Get<AuditLog>();
        var person = Actor.Person(AccountId.New(), Role.Nurse, SessionId.New(), new Origin(IPAddress.Parse("2001:db8::7"), "Browser \"1\" \\ Grüße 日本"));
        var read = log.NewEntry(person, Purpose.Treatment, AuditAction.Read, AuditResource.Patient, DataCategories.Identity | DataCategories.Clinical, AuditOutcome.Allowed);
        AuditEntry[] entries =
        [
            read with { Patients = [PatientId.New()] },
            log.NewEntry(Actor.System("some-job"), Purpose.System, AuditAction.Export, AuditResource.AuditLog, DataCategories.Audit, AuditOutcome.Failed),
            read with { Patients = [PatientId.New(), PatientId.New(), PatientId.New()], Action = AuditAction.Search, Ip = IPAddress.Parse("10.1.2.3") },
            read with { ResourceId = Guid.NewGuid(), Outcome = AuditOutcome.Denied, Reason = "no-care", UserAgent = null },
            read with { Patients = [PatientId.New()], Grant = Guid.NewGuid(), Reason = "emergency", Purpose = Purpose.Emergency },
            log.NewEntry(Actor.AnonymousFrom(Origin.Local), Purpose.Operations, AuditAction.SignIn, AuditResource.Account, DataCategories.None, AuditOutcome.Allowed),
        ];
        for (var number = 0; number < entries.Length; number++)
        {
            portal.Clock.Advance(TimeSpan.FromMilliseconds(7));
            var now = portal.Clock.GetUtcNow();
            entries[number] = entries[number] with { Id = EntryId.New(now), At = Microseconds.Cut(now) };
            await log.AppendAsync(entries[number], default);
        }

        return entries;
    }
}

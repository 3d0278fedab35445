using Microsoft.EntityFrameworkCore;
using Portal.Data.Auditing;
using Portal.Data.Findings;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Findings;

/// <summary>Raises findings by the product's own log, each with a key of its own.</summary>
internal sealed class FindingRows(PortalFixture portal)
{
    public static readonly Actor Job = Actor.System("test");

    public async Task<Finding> RaiseAsync(
        FindingKind kind = FindingKind.SameSurname, AccountId? account = null, FindingSeverity severity = FindingSeverity.Medium, params Guid[] entries)
    {
        var what = new NewFinding(kind, Guid.NewGuid().ToString()) { Account = account, Severity = severity, Entries = entries, Patient = PatientId.New() };
        await portal.Get<FindingLog>().RaiseAsync(Job, what, default);
        await using var db = portal.Open();
        return await db.Set<Finding>().AsNoTracking().SingleAsync(f => f.Key == what.Key);
    }

    public async Task<Finding> RowAsync(Guid id)
    {
        await using var db = portal.Open();
        return await db.Set<Finding>().AsNoTracking().SingleAsync(f => f.Id == id);
    }

    /// <summary>An entry of a person about a patient.</summary>
    public async Task<AuditEntry> EntryAsync(Actor actor, params PatientId[] patients)
    {
        var log = portal.Get<AuditLog>();
        var entry = log.NewEntry(actor, Purpose.Treatment, AuditAction.Read, AuditResource.Patient, DataCategories.Clinical, AuditOutcome.Allowed) with { Patients = patients };
        await log.AppendAsync(entry, default);
        return entry;
    }

    /// <summary>The tests of a class share a database.</summary>
    public Task EmptyAsync() => portal.Database.AsSuperuserAsync("DELETE FROM review.findings");
}

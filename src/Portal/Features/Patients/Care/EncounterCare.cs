using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.Patients.Import;
using Portal.Features.Staff;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.Patients.Care;

/// <summary>
/// Ties the accounts of practitioners to the patients of their encounters, as an import brings those in (decision 0091). Which account stands behind a practitioner
/// says the staff directory; an encounter that lies too far back ties nobody and leaves no row.
/// </summary>
internal sealed class EncounterCare(PortalDatabase database, StaffLookup staff, AuditLog audit, TimeProvider clock)
{
    /// <summary>Writes the relationships, with an entry for each account, in the context's transaction.</summary>
    public async Task WriteAsync(PortalDbContext db, Actor actor, IReadOnlyCollection<Attendance> attendances, CancellationToken cancel)
    {
        if (attendances.Count == 0)
        {
            return;
        }

        var accounts = await staff.AccountsOfPractitionersAsync(db, [.. attendances.Select(one => one.Practitioner).Distinct()], cancel);
        var ties = TiesOf(attendances, accounts, Microseconds.Cut(clock.GetUtcNow()));
        foreach (var ofOne in ties.GroupBy(tie => tie.AccountId))
        {
            var missing = await MissingAsync(db, [.. ofOne], cancel);
            if (missing.Count > 0)
            {
                await database.Bulk.InsertAsync(db, missing, cancel);
                await audit.AppendAsync(db, CareGrant.Entry(audit, actor, ofOne.Key, [.. missing.Select(tie => tie.PatientId)]), cancel);
            }
        }
    }

    /// <summary>The relationships that encounters make now: one for each account and patient, over all encounters that still tie. Pure.</summary>
    public static IReadOnlyList<CareRelationship> TiesOf(
        IEnumerable<Attendance> attendances, IReadOnlyDictionary<Guid, IReadOnlyList<AccountId>> accounts, DateTimeOffset now) =>
    [
        .. from one in attendances
           from account in accounts.GetValueOrDefault(one.Practitioner) ?? []
           let span = CareRules.OfEncounter(one.Start, one.End, now)
           where span is { } holds && holds.End > now
           group span.Value by (one.Patient, Account: account) into spans
           select new CareRelationship
           {
               Id = Guid.CreateVersion7(now), PatientId = spans.Key.Patient, AccountId = spans.Key.Account, Source = CareSource.Encounter,
               Start = Microseconds.Cut(spans.Min(span => span.Start)), End = Microseconds.Cut(spans.Max(span => span.End)),
           },
    ];

    // The same encounter again, as in a second import, changes nothing.
    private static async Task<IReadOnlyList<CareRelationship>> MissingAsync(PortalDbContext db, IReadOnlyList<CareRelationship> ties, CancellationToken cancel)
    {
        var (account, patients) = (ties[0].AccountId, ties.Select(tie => tie.PatientId).ToList());
        var there = await db.Set<CareRelationship>().AsNoTracking()
            .Where(row => row.AccountId == account && row.Source == CareSource.Encounter && patients.Contains(row.PatientId)).ToListAsync(cancel);
        return [.. ties.Where(tie => !there.Exists(row => !row.SealBroken && row.PatientId == tie.PatientId && row.Start <= tie.Start && row.End >= tie.End))];
    }
}

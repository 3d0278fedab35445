using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Findings;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;

namespace Portal.Features.Findings.Feeds;

/// <summary>
/// Staff who opened their own record, or that of a patient with their surname. Names and addresses of patients are not read: the blind indexes by which patients
/// are found are compared with those of staff, by the portal's own job, which writes down that it did (ADR 0063).
/// </summary>
internal sealed class RelationFeed(PortalDatabase database, Gate gate, AuditLog audit, StaffMarks marks, FindingRules rules) : IFindingFeed
{
    private const int MostPatients = 50;

    public static readonly Actor Job = Actor.System("review");

    public async Task<IReadOnlyList<NewFinding>> FindAsync(FeedRound round, CancellationToken cancel)
    {
        var tried = round.Tried.Where(entry => entry.Patients.Count <= MostPatients).ToList();
        if (tried.Count == 0)
        {
            return [];
        }

        var known = await MarksAsync(tried, cancel);
        await audit.AppendAsync(
            audit.NewEntry(Job, Purpose.Operations, AuditAction.Search, AuditResource.Patient, DataCategories.Identity, AuditOutcome.Allowed) with { Reason = "surnames-compared" }, cancel);
        var tokens = await TokensAsync([.. known.Values], [.. tried.SelectMany(entry => entry.Patients).Distinct()], cancel);
        return [.. tried.Where(entry => known.ContainsKey(entry.Account!.Value))
            .SelectMany(entry => entry.Patients.Select(patient => Find(entry, patient, known[entry.Account!.Value], tokens))).OfType<NewFinding>()];
    }

    private async Task<IReadOnlyDictionary<AccountId, StaffMark>> MarksAsync(List<AuditEntry> tried, CancellationToken cancel)
    {
        await using var db = database.Open();
        return await marks.OfAsync(db, [.. tried.Select(entry => entry.Account!.Value).Distinct()], cancel);
    }

    // Which of these tokens each of these patients has: both lists are short, and the index begins with the token.
    private async Task<HashSet<(PatientId, Guid)>> TokensAsync(IReadOnlyList<StaffMark> staff, PatientId[] patients, CancellationToken cancel)
    {
        var wanted = staff.SelectMany(mark => mark.Email is { } email ? mark.Surnames.Append(email) : mark.Surnames).DistinctBy(token => new Guid(token)).ToList();
        await using var db = await gate.OpenToCompareAsync(Job, cancel);
        var rows = await db.Set<NameToken>().AsNoTracking().Where(row => wanted.Contains(row.Token) && patients.Contains(row.PatientId)).ToListAsync(cancel);
        return [.. rows.Select(row => (row.PatientId, new Guid(row.Token)))];
    }

    private NewFinding? Find(AuditEntry entry, PatientId patient, StaffMark mark, HashSet<(PatientId, Guid)> tokens)
    {
        bool Has(byte[] token) => tokens.Contains((patient, new Guid(token)));
        return mark.Patient == patient || (mark.Email is { } email && Has(email)) ? Finding(FindingKind.OwnRecord, entry, patient)
            : entry.Outcome == AuditOutcome.Allowed && mark.Surnames.Any(Has) ? Finding(FindingKind.SameSurname, entry, patient) with { ExplainedFor = rules.ExplainedFor }
            : null;
    }

    private static NewFinding Finding(FindingKind kind, AuditEntry entry, PatientId patient) =>
        new(kind, $"{entry.Account}:{patient}") { Account = entry.Account, Patient = patient, Entries = [entry.Id.Value] };
}

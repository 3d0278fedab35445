using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients.Care;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.Patients;

/// <summary>
/// Finds patients by prefixes of their names in any order, or by a whole record number, national id, phone number, e-mail address or birth date. A clinician and
/// a nurse find those in their care. What was searched for is in no entry of the audit log.
/// </summary>
[Needs(Permission.SearchPatients)]
public sealed class SearchPatients
{
    /// <summary>What a search understands, in words for people.</summary>
    public const string Understood =
        "Type the beginning of each name, or a whole record number, phone number, e-mail address, national id or birth date (2001-12-31, 12/31/2001 or 31.12.2001).";

    private static readonly SearchPatientsValidator Validator = new();

    private readonly Gate gate;
    private readonly PatientListView view;
    private readonly PatientIndexes indexes;
    private readonly TimeProvider clock;

    internal SearchPatients(Gate gate, PatientListView view, PatientIndexes indexes, TimeProvider clock)
    {
        this.gate = gate;
        this.view = view;
        this.indexes = indexes;
        this.clock = clock;
    }

    /// <summary>One page of matches; sorted by name where they fit on one page, else in the order of their tokens.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="purpose">Why.</param>
    /// <param name="text">Two letters or more of each word of a name, or the whole of a record number, national id, phone number, e-mail address or birth date (see <see cref="Understood"/>).</param>
    /// <param name="cursor"><see cref="Page{T}.Next"/> of the page before, or <c>null</c> for the first.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="ValidationException">The text is too short or too long, or the cursor is none of ours.</exception>
    public async Task<Page<PatientListItem>> ForAsync(Actor actor, Purpose purpose, string text, string? cursor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await Validator.ValidateAndThrowAsync(new SearchPatientsInput(text, cursor), cancel);
        var after = TimeCursor.Parse(cursor);
        var found = actor.Has(Permission.SearchPatients) ? await FindAsync(actor, PatientQuery.Of(text, indexes), after, cancel) : [];
        var page = found.Take(PatientListView.PageSize).ToList();
        var items = await view.ShowAsync(actor, purpose, page, cancel);
        var more = found.Count > page.Count;
        return new Page<PatientListItem>(
            more || after is not null ? items : ByName(items), more ? new TimeCursor(DateTimeOffset.UnixEpoch, page[^1].Value).ToString() : null);
    }

    private async Task<List<PatientId>> FindAsync(Actor actor, PatientQuery query, TimeCursor? after, CancellationToken cancel)
    {
        await using var db = await gate.OpenToListAsync(actor, cancel);
        return await PatientLookups.FirstAsync(PatientLookups.Of(db, query).Select(lookup => InReach(db, actor, lookup)), after, PatientListView.PageSize + 1, cancel);
    }

    // The Gate decides again for each patient shown; this keeps others from even being looked at.
    private IQueryable<PatientId> InReach(PortalDbContext db, Actor actor, IQueryable<PatientId> patients)
    {
        if (actor.Role is not (Role.Clinician or Role.Nurse))
        {
            return patients;
        }

        var now = clock.GetUtcNow();
        var account = actor.Account!.Value;
        var mine = db.Set<CareRelationship>()
            .Where(row => row.AccountId == account && row.Start <= now && (row.End == null || row.End > now))
            .Select(row => row.PatientId);
        return patients.Where(patient => mine.Contains(patient));
    }

    private static IReadOnlyList<PatientListItem> ByName(IReadOnlyList<PatientListItem> items) =>
        [.. items.OrderBy(item => item.Name.ValueOrDefault?.ForLists(), StringComparer.CurrentCultureIgnoreCase)];
}

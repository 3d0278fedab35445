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
        // A union of look-ups, each in its own index's order and ended with the page: united first, all that begins with "an" would be sorted.
        var lookups = Lookups(db, query).Select(lookup => FirstOf(InReach(db, actor, lookup), after)).ToList();
        if (lookups.Count == 0)
        {
            return []; // letters of which nothing is left to look up, such as marks that stand alone
        }

        var matches = lookups.Aggregate((all, one) => all.Union(one));
        return await matches.OrderBy(patient => patient).Take(PatientListView.PageSize + 1).ToListAsync(cancel);
    }

    private static IQueryable<PatientId> FirstOf(IQueryable<PatientId> matches, TimeCursor? after)
    {
        if (after is { } last)
        {
            var lastId = new PatientId(last.Id);
            matches = matches.Where(patient => patient.CompareTo(lastId) > 0);
        }

        return matches.OrderBy(patient => patient).Take(PatientListView.PageSize + 1);
    }

    private static IEnumerable<IQueryable<PatientId>> Lookups(PortalDbContext db, PatientQuery query)
    {
        var patients = db.Set<Patient>();
        IQueryable<PatientId>?[] lookups =
        [
            query.Mrn is { } mrn ? patients.Where(row => row.MrnIndex == mrn).Select(row => row.PatientId) : null,
            query.NationalId is { } national ? patients.Where(row => row.NationalIdIndex == national).Select(row => row.PatientId) : null,
            query.BirthDate is { } birth ? patients.Where(row => row.BirthDateIndex == birth).Select(row => row.PatientId) : null,
            query.Email is { } email ? patients.Where(row => row.EmailIndex == email).Select(row => row.PatientId) : null,
            query.Phone is { } phone ? patients.Where(row => row.PhoneIndex == phone).Select(row => row.PatientId) : null,
            // Two tokens may be of one patient, who must not take two places of the page.
            query.Exact is { Count: > 0 } exact ? db.Set<NameToken>().Where(row => exact.Contains(row.Token)).Select(row => row.PatientId).Distinct() : null,
            query.Names is { Count: > 0 } names ? ByWords(db, names) : null,
        ];
        return lookups.OfType<IQueryable<PatientId>>();
    }

    private static IQueryable<PatientId> ByWords(PortalDbContext db, IReadOnlyList<byte[]> words)
    {
        var first = words[0];
        var patients = db.Set<NameToken>().Where(row => row.Token == first).Select(row => row.PatientId);
        foreach (var word in words.Skip(1))
        {
            var others = db.Set<NameToken>().Where(row => row.Token == word).Select(row => row.PatientId);
            patients = patients.Where(patient => others.Contains(patient));
        }

        return patients;
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

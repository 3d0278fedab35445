using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients.Care;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.Patients;

/// <summary>The patients in a clinician's or nurse's care, most recently assigned first; for billing clerks and the desk, all patients.</summary>
[Needs(Permission.SearchPatients)]
public sealed class ListMyPatients
{
    private static readonly Rules Valid = new();

    private readonly Gate gate;
    private readonly PatientListView view;
    private readonly TimeProvider clock;

    internal ListMyPatients(Gate gate, PatientListView view, TimeProvider clock)
    {
        this.gate = gate;
        this.view = view;
        this.clock = clock;
    }

    /// <summary>One page. An actor without the permission gets an empty page, and the refusal is audited.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="purpose">Why.</param>
    /// <param name="cursor"><see cref="Page{T}.Next"/> of the page before, or <c>null</c> for the first.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="ValidationException">The cursor is none of ours.</exception>
    public async Task<Page<PatientListItem>> ForAsync(Actor actor, Purpose purpose, string? cursor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await Valid.ValidateAndThrowAsync(new Wanted(cursor), cancel);
        var after = TimeCursor.Parse(cursor);
        var found = await FindAsync(actor, after, cancel);
        var page = found.Take(PatientListView.PageSize).ToList();
        var items = await view.ShowAsync(actor, purpose, [.. page.Select(row => new PatientId(row.Id))], cancel);
        return new Page<PatientListItem>(items, found.Count > page.Count ? page[^1].ToString() : null);
    }

    private async Task<List<TimeCursor>> FindAsync(Actor actor, TimeCursor? after, CancellationToken cancel)
    {
        await using var db = await gate.OpenToListAsync(actor, cancel);
        return actor switch
        {
            { Role: Role.Clinician or Role.Nurse, Account: { } account } => await InCareAsync(db, account, after, cancel),
            { Role: Role.BillingClerk or Role.FrontDesk } => await AllAsync(db, after, cancel),
            _ => [],
        };
    }

    private async Task<List<TimeCursor>> InCareAsync(PortalDbContext db, AccountId account, TimeCursor? after, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var rows = db.Set<CareRelationship>()
            .Where(row => row.AccountId == account && row.Start <= now && (row.End == null || row.End > now))
            .GroupBy(row => row.PatientId)
            .Select(group => new { Patient = group.Key, At = group.Max(row => row.Start) });
        if (after is { } last)
        {
            var lastId = new PatientId(last.Id);
            var lastAt = last.At;
            rows = rows.Where(row => row.At < lastAt || (row.At == lastAt && row.Patient.CompareTo(lastId) > 0));
        }

        var page = await rows.OrderByDescending(row => row.At).ThenBy(row => row.Patient).Take(PatientListView.PageSize + 1).ToListAsync(cancel);
        return [.. page.Select(row => new TimeCursor(row.At, row.Patient.Value))];
    }

    private static async Task<List<TimeCursor>> AllAsync(PortalDbContext db, TimeCursor? after, CancellationToken cancel)
    {
        var rows = db.Set<PatientListRow>().AsQueryable();
        if (after is { } last)
        {
            rows = rows.Where(row => row.Id.CompareTo(last.Id) > 0);
        }

        var ids = await rows.OrderBy(row => row.Id).Select(row => row.Id).Take(PatientListView.PageSize + 1).ToListAsync(cancel);
        return [.. ids.Select(id => new TimeCursor(DateTimeOffset.UnixEpoch, id))];
    }

    private sealed record Wanted(string? Cursor);

    private sealed class Rules : AbstractValidator<Wanted>
    {
        public Rules() => RuleFor(wanted => wanted.Cursor).IsACursor();
    }
}

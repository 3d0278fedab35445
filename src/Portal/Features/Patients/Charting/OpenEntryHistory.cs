using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Charting.History;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients.Charting;

/// <summary>Shows who changed an entry by hand, when, why, and what it said before and after (GDPR Art. 16, 45 CFR 164.312(c)).</summary>
[Needs(Permission.ReadClinical)]
public sealed class OpenEntryHistory
{
    private static readonly OpenEntryHistoryValidator Validator = new();

    private static readonly AccessRequest Request = new(Permission.ReadClinical, AuditAction.Read, AuditResource.Observation, DataCategories.Clinical);

    private readonly Gate gate;
    private readonly AccountNames names;

    internal OpenEntryHistory(Gate gate, AccountNames names)
    {
        this.gate = gate;
        this.names = names;
    }

    /// <summary>The history, or <c>null</c> where there is no such entry or it may not be opened; the answer does not tell which.</summary>
    /// <exception cref="ValidationException">The kind is none of ours.</exception>
    /// <exception cref="AuditUnavailableException">The audit entry could not be written, so nothing is shown.</exception>
    public async Task<EntryHistoryView?> ForAsync(
        Actor actor, Purpose purpose, PatientId patientId, EntryKind kind, Guid entryId, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await Validator.ValidateAndThrowAsync(new OpenEntryHistoryInput(kind, entryId), cancel);
        var request = Request with { Resource = CorrectEntry.ResourceOf(kind), ResourceId = entryId };
        if (await gate.OpenAsync(actor, purpose, request, patientId, cancel) is not { } access || !access.Opens(patientId))
        {
            return null;
        }

        await using var db = await access.OpenAsync(cancel);
        return await RowOfAsync(db, kind, patientId, entryId, cancel) is { } row ? await LoadAsync(db, access, kind, row, cancel) : null;
    }

    private async Task<EntryHistoryView> LoadAsync(PortalDbContext db, Access access, EntryKind kind, ChartRow row, CancellationToken cancel)
    {
        var (entry, patient) = (row.Id, row.PatientId);
        var changes = await db.Set<EntryChange>().AsNoTracking().Where(one => one.EntryId == entry && one.PatientId == patient)
            .OrderByDescending(one => one.EntryVersion).ToListAsync(cancel);
        var authors = await names.OfAsync(db, [.. changes.Select(change => change.AuthorId)], cancel);
        return new EntryHistoryView(
            kind, entry, row.Version, row.Done().HasFlag(HandWork.Charted), Completeness.Of(row, changes),
            [.. changes.Select(change => ViewOf(access, change, authors))]);
    }

    private static EntryChangeView ViewOf(Access access, EntryChange change, IReadOnlyDictionary<AccountId, string> authors)
    {
        var after = access.Reveal(change, change.After);
        return new EntryChangeView(
            change.EntryVersion,
            change.ChangedAt,
            change.SealBroken ? null : authors.GetValueOrDefault(change.AuthorId),
            access.Reveal(change, change.Reason),
            access.Reveal(change, change.Before).Select(state => state.Content),
            after.Select(state => state.Content),
            after.ValueOrDefault?.IsInError == true);
    }

    private static async Task<ChartRow?> RowOfAsync(PortalDbContext db, EntryKind kind, PatientId patient, Guid entry, CancellationToken cancel) => kind switch
    {
        EntryKind.Note => await RowOfAsync<DocumentReference>(db, patient, entry, cancel),
        EntryKind.Observation => await RowOfAsync<Observation>(db, patient, entry, cancel),
        EntryKind.Prescription => await RowOfAsync<MedicationRequest>(db, patient, entry, cancel),
        EntryKind.Allergy => await RowOfAsync<AllergyIntolerance>(db, patient, entry, cancel),
        _ => await RowOfAsync<Condition>(db, patient, entry, cancel),
    };

    private static async Task<ChartRow?> RowOfAsync<TRow>(PortalDbContext db, PatientId patient, Guid entry, CancellationToken cancel)
        where TRow : ChartRow => await db.Set<TRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == entry && row.PatientId == patient, cancel);
}

/// <summary>Which history is opened.</summary>
/// <param name="Kind">The kind of entry.</param>
/// <param name="EntryId">The entry.</param>
internal sealed record OpenEntryHistoryInput(EntryKind Kind, Guid EntryId);

internal sealed class OpenEntryHistoryValidator : AbstractValidator<OpenEntryHistoryInput>
{
    public OpenEntryHistoryValidator() =>
        RuleFor(input => input.Kind).Must(kind => Enum.IsDefined(kind) && kind != EntryKind.None).WithMessage("Say what kind of entry it is.");
}

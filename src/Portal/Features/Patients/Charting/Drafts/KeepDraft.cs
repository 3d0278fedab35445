using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients.Charting.Drafts;

/// <summary>
/// Keeps what somebody is typing into a form of a chart, in place of what the same form kept before and of nothing else: two forms, in one window or two, keep
/// two drafts, and none is lost for the other.
/// </summary>
[Needs(Permission.WriteClinical)]
public sealed class KeepDraft
{
    private static readonly AccessRequest Request = new(Permission.WriteClinical, AuditAction.Update, AuditResource.Draft, DataCategories.Clinical);

    private readonly PortalDatabase database;
    private readonly Gate gate;
    private readonly TimeProvider clock;

    internal KeepDraft(PortalDatabase database, Gate gate, TimeProvider clock)
    {
        this.database = database;
        this.gate = gate;
        this.clock = clock;
    }

    /// <summary>What is kept now; <c>null</c> where the chart may not be written, or another window of the same person wrote in the same moment: then it may be tried again.</summary>
    /// <exception cref="ValidationException">It is no draft of ours.</exception>
    public async Task<DraftMark?> ForAsync(Actor actor, Purpose purpose, PatientId patientId, DraftInput input, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(input);
        await DraftInputValidator.Instance.ValidateAndThrowAsync(input, cancel);
        await using var db = database.Open();
        if (actor.Account is not { } account || await gate.OpenForChangeAsync(db, actor, purpose, Request, patientId, cancel) is not { } access || !access.Opens(patientId))
        {
            return null;
        }

        try
        {
            var row = await LastAsync(db, account, patientId, input, cancel)
                ?? db.Add(new TypedDraft { Id = Guid.CreateVersion7(), PatientId = patientId, AccountId = account, Kind = input.Kind }).Entity;
            (row.EntryId, row.EntryVersion, row.KeptAt) = (input.EntryId, input.EntryVersion, Microseconds.Cut(clock.GetUtcNow()));
            row.Fields = access.Protect(patientId, new Dictionary<string, string>(input.Fields));
            await db.SaveChangesAsync(cancel);
            await db.Database.CommitTransactionAsync(cancel);
            return new DraftMark(row.Id, row.Version);
        }
        catch (DbUpdateException taken) when (Clash.Is(taken))
        {
            return null;
        }
    }

    // Where it is not as this form left it, another window went on with it: both are kept.
    private static async Task<TypedDraft?> LastAsync(PortalDbContext db, AccountId account, PatientId patientId, DraftInput input, CancellationToken cancel) =>
        input.Before is not { } last ? null : await db.Set<TypedDraft>().SingleOrDefaultAsync(
            one => one.Id == last.Id && one.Version == last.Version && one.PatientId == patientId && one.AccountId == account && one.Kind == input.Kind, cancel);
}

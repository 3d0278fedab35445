using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients.Charting.Drafts;

/// <summary>Deletes what was kept of a form: it was saved, or is not wanted any more.</summary>
[Needs(Permission.WriteClinical)]
public sealed class DropDraft
{
    private static readonly AccessRequest Request = new(Permission.WriteClinical, AuditAction.Delete, AuditResource.Draft, DataCategories.Clinical);

    private readonly PortalDatabase database;
    private readonly Gate gate;

    internal DropDraft(PortalDatabase database, Gate gate)
    {
        this.database = database;
        this.gate = gate;
    }

    /// <summary>Deletes one of the actor's own drafts; where it is gone, or another window wrote on in it since, nothing happens.</summary>
    /// <exception cref="ValidationException">It is no draft of ours.</exception>
    public async Task ForAsync(Actor actor, Purpose purpose, PatientId patientId, DraftMark draft, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(draft);
        await DraftMarkValidator.Instance.ValidateAndThrowAsync(draft, cancel);
        if (!await IsThereAsync(actor, patientId, draft, cancel))
        {
            return;
        }

        await using var db = database.Open();
        if (await gate.OpenForChangeAsync(db, actor, purpose, Request, patientId, cancel) is null)
        {
            return;
        }

        try
        {
            db.RemoveRange(await Own(db, actor, patientId, draft).ToListAsync(cancel));
            await db.SaveChangesAsync(cancel);
            await db.Database.CommitTransactionAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another window was quicker to write on in it: it stays.
        }
    }

    // Where there is none, nothing of the patient is touched, and there is nothing to write down.
    private async Task<bool> IsThereAsync(Actor actor, PatientId patientId, DraftMark draft, CancellationToken cancel)
    {
        await using var db = await gate.OpenOwnAsync(actor, cancel);
        return await Own(db, actor, patientId, draft).AnyAsync(cancel);
    }

    private static IQueryable<TypedDraft> Own(PortalDbContext db, Actor actor, PatientId patientId, DraftMark draft) =>
        db.Set<TypedDraft>().Where(one => one.PatientId == patientId && one.AccountId == actor.Account && one.Id == draft.Id && one.Version == draft.Version);
}

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

    /// <summary>Deletes the actor's own draft of a kind; where there is none, nothing happens.</summary>
    /// <exception cref="ValidationException">The kind is none of ours.</exception>
    public async Task ForAsync(Actor actor, Purpose purpose, PatientId patientId, EntryKind kind, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await DraftKindValidator.Instance.ValidateAndThrowAsync(new DraftKindInput(kind), cancel);
        if (!await IsThereAsync(actor, patientId, kind, cancel))
        {
            return;
        }

        await using var db = database.Open();
        if (await gate.OpenForChangeAsync(db, actor, purpose, Request, patientId, cancel) is null)
        {
            return;
        }

        db.RemoveRange(await Own(db, actor, patientId, kind).ToListAsync(cancel));
        await db.SaveChangesAsync(cancel);
        await db.Database.CommitTransactionAsync(cancel);
    }

    // Where there is none, nothing of the patient is touched, and there is nothing to write down.
    private async Task<bool> IsThereAsync(Actor actor, PatientId patientId, EntryKind kind, CancellationToken cancel)
    {
        await using var db = await gate.OpenOwnAsync(actor, cancel);
        return await Own(db, actor, patientId, kind).AnyAsync(cancel);
    }

    private static IQueryable<TypedDraft> Own(PortalDbContext db, Actor actor, PatientId patientId, EntryKind kind) =>
        db.Set<TypedDraft>().Where(one => one.PatientId == patientId && one.AccountId == actor.Account && one.Kind == kind);
}

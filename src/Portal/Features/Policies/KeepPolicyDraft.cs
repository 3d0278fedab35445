using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Policies;

/// <summary>Keeps what was written as a policy's next version. Of two who write at once the slower one is told, and nothing is overwritten.</summary>
[Needs(Permission.SignPolicies)]
public sealed class KeepPolicyDraft
{
    private static readonly PolicyInputRules Valid = new();

    private readonly PortalDatabase database;
    private readonly PolicyDoor door;
    private readonly PolicyBook book;
    private readonly PolicyDrafts drafts;
    private readonly TimeProvider clock;

    internal KeepPolicyDraft(PortalDatabase database, PolicyDoor door, PolicyBook book, PolicyDrafts drafts, TimeProvider clock)
    {
        (this.database, this.door) = (database, door);
        (this.book, this.drafts, this.clock) = (book, drafts, clock);
    }

    /// <summary>Keeps the text.</summary>
    /// <param name="actor">Who writes.</param>
    /// <param name="kind">Which policy.</param>
    /// <param name="text">The Markdown.</param>
    /// <param name="seen">The version of the draft that was opened; 0 where there was none.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The draft as it is kept; <c>null</c> where somebody else kept one since.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor may not write policies; the try is audited.</exception>
    /// <exception cref="ValidationException">There is no such kind, or the text is empty, too long, or without the line that stands for the permissions.</exception>
    public async Task<DraftView?> ForAsync(Actor actor, PolicyKind kind, string text, int seen, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(text);
        var entry = door.EntryOf(actor, AuditAction.Update, "policy-draft-kept");
        await door.PassAsync(actor.Has(Permission.SignPolicies), entry, cancel);
        await Valid.ValidateAndThrowAsync(new PolicyInput(kind, text, seen), cancel);
        await using var db = database.Open();
        var draft = await db.Set<PolicyDraft>().SingleOrDefaultAsync(one => one.Kind == kind, cancel);
        if ((draft?.Version ?? 0) != seen)
        {
            return null;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await door.DoneAsync(db, entry, cancel);
        book.Write(draft ?? Begin(db, kind), PolicyText.Tidy(text), (actor.Account!.Value, clock.GetUtcNow()));
        if (draft is not null)
        {
            draft.Version++;
        }

        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException taken) when (Clash.Is(taken))
        {
            return null;
        }

        await transaction.CommitAsync(cancel);
        return await drafts.ViewAsync(db, kind, cancel);
    }

    private static PolicyDraft Begin(PortalDbContext db, PolicyKind kind) => db.Add(new PolicyDraft { Kind = kind }).Entity;
}

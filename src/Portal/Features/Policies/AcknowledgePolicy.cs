using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Policies;

/// <summary>How an acknowledgement ended.</summary>
public enum AcknowledgeResult
{
    /// <summary>There is no such version.</summary>
    NotFound = 0,

    /// <summary>It is kept; where it was before, that one.</summary>
    Done = 1,

    /// <summary>A newer version is in force: that one is to be read.</summary>
    Superseded = 2,

    /// <summary>The version does not concern the actor's role.</summary>
    NotConcerned = 3,

    /// <summary>The version is not as it was signed.</summary>
    Altered = 4,
}

/// <summary>A person says to have read the version in force (45 CFR 164.308(a)(5)(i)). For the own account alone, and never taken back.</summary>
[Needs(Permission.ReadPolicies)]
public sealed class AcknowledgePolicy
{
    private readonly PortalDatabase database;
    private readonly PolicyDoor door;
    private readonly PolicyBook book;
    private readonly PolicyAudience audience;
    private readonly TimeProvider clock;

    internal AcknowledgePolicy(PortalDatabase database, PolicyDoor door, PolicyBook book, PolicyAudience audience, TimeProvider clock)
    {
        (this.database, this.door) = (database, door);
        (this.book, this.audience, this.clock) = (book, audience, clock);
    }

    /// <summary>Keeps that the actor has read the version.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not read policies; the try is audited.</exception>
    public async Task<AcknowledgeResult> ForAsync(Actor actor, Guid version, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var entry = door.EntryOf(actor, AuditAction.Create, "policy-acknowledged", version);
        await door.PassAsync(actor.Has(Permission.ReadPolicies) && actor.Account is not null, entry, cancel);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.Set<PolicyVersion>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == version, cancel) is not { } row)
        {
            return AcknowledgeResult.NotFound;
        }

        if (await RefusalAsync(db, actor, row, cancel) is { } refusal)
        {
            await door.DoneAsync(entry with { Outcome = AuditOutcome.Denied, Reason = $"policy-{refusal}" }, cancel);
            return refusal;
        }

        if (await audience.AcknowledgedAsync(db, row, actor.Account!.Value, cancel) is not null)
        {
            return AcknowledgeResult.Done;
        }

        await door.DoneAsync(db, entry, cancel);
        db.Add(book.Acknowledge(row, actor.Account.Value, clock.GetUtcNow()));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException twice) when (Clash.IsDuplicate(twice))
        {
            return AcknowledgeResult.Done; // in another window
        }

        await transaction.CommitAsync(cancel);
        return AcknowledgeResult.Done;
    }

    private async Task<AcknowledgeResult?> RefusalAsync(PortalDbContext db, Actor actor, PolicyVersion version, CancellationToken cancel) =>
        !PolicyKinds.Concerned(version.Kind).Contains(actor.Role) ? AcknowledgeResult.NotConcerned
        : await db.Set<PolicyVersion>().AnyAsync(later => later.Kind == version.Kind && later.Number > version.Number, cancel) ? AcknowledgeResult.Superseded
        : !book.IsSound(version) ? AcknowledgeResult.Altered
        : null;
}

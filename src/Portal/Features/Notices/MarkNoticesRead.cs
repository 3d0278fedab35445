using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Notices;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Notices;

/// <summary>A person marks one of the own notices as read, or all up to one.</summary>
[Needs(Permission.UseOwnAccount)]
public sealed class MarkNoticesRead
{
    private readonly PortalDatabase database;
    private readonly NoticeDoor door;
    private readonly TimeProvider clock;

    internal MarkNoticesRead(PortalDatabase database, NoticeDoor door, TimeProvider clock)
    {
        this.database = database;
        this.door = door;
        this.clock = clock;
    }

    /// <summary>Marks one; how many were marked: none where it was read before, or is somebody else's.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor is no person who is signed in.</exception>
    public Task<int> OneAsync(Actor actor, Guid notice, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return MarkAsync(actor, (_, own) => own.Where(n => n.Id == notice), cancel);
    }

    /// <summary>Marks this one and all older ones: what came after the page was shown stays unread.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor is no person who is signed in.</exception>
    public Task<int> UpToAsync(Actor actor, Guid newest, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return MarkAsync(
            actor, (db, own) => own.Where(n => db.Set<Notice>().Any(seen => seen.Id == newest && seen.AccountId == n.AccountId && n.At <= seen.At)), cancel);
    }

    private async Task<int> MarkAsync(Actor actor, Func<PortalDbContext, IQueryable<Notice>, IQueryable<Notice>> which, CancellationToken cancel)
    {
        var account = await door.PassAsync(actor, AuditAction.Update, cancel);
        DateTimeOffset? now = clock.GetUtcNow();
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await door.MarkedAsync(db, actor, cancel);
        var marked = await which(db, db.Set<Notice>().Where(n => n.AccountId == account && n.ReadAt == null))
            .ExecuteUpdateAsync(set => set.SetProperty(n => n.ReadAt, now), cancel);
        await (marked > 0 ? transaction.CommitAsync(cancel) : transaction.RollbackAsync(cancel));
        return marked;
    }
}

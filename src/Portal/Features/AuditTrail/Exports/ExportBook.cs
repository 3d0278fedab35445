using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Files;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail.Exports;

/// <summary>Takes exports for a node, and carries them from one state to the next. Whoever lost the turn changes nothing any more.</summary>
internal sealed class ExportBook(PortalDatabase database, AuditLog audit, AuditExportSettings settings, TimeProvider clock)
{
    /// <summary>How long a node has for a page before another one takes over.</summary>
    public static readonly TimeSpan TurnTime = TimeSpan.FromMinutes(2);

    /// <summary>How often an export is taken without coming further before it is given up.</summary>
    public const int MostTurns = 5;

    /// <summary>Exports are listed for so long.</summary>
    public static readonly TimeSpan Listed = TimeSpan.FromDays(90);

    /// <summary>What the entry says of an export that its owner wanted no more.</summary>
    public const string Ended = "export-ended";

    private const int Several = 50;

    private static readonly Actor Job = Actor.System("audit-export");

    /// <summary>Takes the oldest export that nobody writes; <c>null</c> where there is none.</summary>
    public async Task<AuditExport?> TakeAsync(Func<AuditExport, bool> mayStart, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Open();
        var open = await db.Set<AuditExport>().AsNoTracking()
            .Where(row => (row.State == AuditExportState.Waiting || row.State == AuditExportState.Running) && (row.TurnUntil == null || row.TurnUntil <= now))
            .OrderBy(row => row.RequestedAt).Take(Several).ToListAsync(cancel);
        foreach (var row in open.Where(mayStart))
        {
            if (row.Turns >= MostTurns)
            {
                // Nobody was left to give it up: it takes its node with it, or is never done in time.
                await CloseAsync(db, Job, row, AuditExportState.Failed, "failed", Left(db, row), cancel);
                continue;
            }

            var turn = Guid.NewGuid();
            var taken = await Left(db, row).ExecuteUpdateAsync(
                set => set.SetProperty(one => one.State, AuditExportState.Running).SetProperty(one => one.Turn, turn)
                    .SetProperty(one => one.TurnUntil, now + TurnTime).SetProperty(one => one.Turns, row.Turns + 1),
                cancel);
            if (taken == 1)
            {
                // As it is now: what was listed may be a page behind what the node before wrote.
                return await db.Set<AuditExport>().AsNoTracking().SingleOrDefaultAsync(one => one.Id == row.Id && one.Turn == turn, cancel);
            }
        }

        return null;
    }

    /// <summary>Keeps the turn; <c>false</c> where it is over.</summary>
    public async Task<bool> RenewAsync(AuditExport row, CancellationToken cancel)
    {
        await using var db = database.Open();
        return await Mine(db, row).ExecuteUpdateAsync(set => set.SetProperty(one => one.TurnUntil, clock.GetUtcNow() + TurnTime), cancel) == 1;
    }

    /// <summary>Keeps how far a turn has come, in the caller's transaction; <c>false</c> where the turn is over. Whoever comes further may be stopped as often again.</summary>
    public async Task<bool> KeepAsync(PortalDbContext db, AuditExport row, CancellationToken cancel)
    {
        return await Mine(db, row).ExecuteUpdateAsync(
            set => set
                .SetProperty(one => one.TurnUntil, clock.GetUtcNow() + TurnTime).SetProperty(one => one.Turns, 0)
                .SetProperty(one => one.Found, row.Found).SetProperty(one => one.Written, row.Written)
                .SetProperty(one => one.NotSealed, row.NotSealed).SetProperty(one => one.Broken, row.Broken).SetProperty(one => one.Place, row.Place)
                .SetProperty(one => one.Epoch, row.Epoch).SetProperty(one => one.Size, row.Size)
                .SetProperty(one => one.FileId, row.FileId).SetProperty(one => one.ProofId, row.ProofId),
            cancel) == 1;
    }

    /// <summary>Offers a finished export, in the caller's transaction, with its entry.</summary>
    public async Task<bool> OfferAsync(PortalDbContext db, AuditExport row, Guid manifest, CancellationToken cancel)
    {
        DateTimeOffset? now = clock.GetUtcNow();
        await audit.AppendAsync(db, EntryOf(Job, row.Id, AuditOutcome.Allowed, "export-finished"), cancel);
        return await Mine(db, row).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.State, AuditExportState.Ready).SetProperty(one => one.ManifestId, manifest)
                .SetProperty(one => one.EndedAt, now).SetProperty(one => one.ExpiresAt, now + settings.Keep).SetProperty(one => one.TurnUntil, (DateTimeOffset?)null),
            cancel) == 1;
    }

    /// <summary>Gives a turn back that was cut short by this node's own end: another one goes on at once, and it counts for none.</summary>
    public async Task LeaveAsync(AuditExport row, CancellationToken cancel)
    {
        DateTimeOffset? now = clock.GetUtcNow();
        await using var db = database.Open();
        await Mine(db, row).ExecuteUpdateAsync(set => set.SetProperty(one => one.TurnUntil, now).SetProperty(one => one.Turns, one => one.Turns > 0 ? one.Turns - 1 : 0), cancel);
    }

    /// <summary>Gives a turn up after a failure: the export is tried again in a while, or has failed for good and leaves no file.</summary>
    public async Task GiveUpAsync(AuditExport row, string failure, bool isForGood, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Open();
        if (!isForGood && row.Turns < MostTurns)
        {
            await Mine(db, row).ExecuteUpdateAsync(set => set.SetProperty(one => one.TurnUntil, now + TimeSpan.FromSeconds(15)), cancel);
            return;
        }

        await CloseAsync(db, Job, row, AuditExportState.Failed, failure, Mine(db, row), cancel);
    }

    /// <summary>Ends an export that its owner wants no more: stops it, or deletes its file.</summary>
    public async Task<bool> EndAsync(Actor actor, AuditExport row, CancellationToken cancel)
    {
        await using var db = database.Open();
        return await CloseAsync(db, actor, row, AuditExportState.Ended, null, db.Set<AuditExport>().Where(one => one.Id == row.Id && one.State == row.State), cancel);
    }

    /// <summary>Deletes files whose time is over, and takes exports of long ago off the lists.</summary>
    public async Task<int> ExpireAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Open();
        var old = await db.Set<AuditExport>().AsNoTracking().Where(row => row.State == AuditExportState.Ready && row.ExpiresAt <= now).Take(Several).ToListAsync(cancel);
        foreach (var row in old)
        {
            await CloseAsync(db, Job, row, AuditExportState.Expired, null, db.Set<AuditExport>().Where(one => one.Id == row.Id && one.State == AuditExportState.Ready), cancel);
        }

        var before = now - Listed;
        await db.Set<AuditExport>().Where(row => row.RequestedAt < before && row.State > AuditExportState.Ready).ExecuteDeleteAsync(cancel);
        return old.Count;
    }

    /// <summary>The entry of a step.</summary>
    public AuditEntry EntryOf(Actor actor, Guid export, AuditOutcome outcome, string reason) =>
        audit.NewEntry(actor, actor.Role == Role.System ? Purpose.System : Purpose.Operations, AuditAction.Export, AuditResource.AuditLog, DataCategories.Audit, outcome)
            with { ResourceId = export, Reason = reason };

    // Nobody's, as it was when it was listed: a node that was only slow may have written a page and gone on since.
    private static IQueryable<AuditExport> Left(PortalDbContext db, AuditExport row) =>
        db.Set<AuditExport>().Where(one => one.Id == row.Id && one.Turn == row.Turn && one.State == row.State && one.TurnUntil == row.TurnUntil);

    private static IQueryable<AuditExport> Mine(PortalDbContext db, AuditExport row) =>
        db.Set<AuditExport>().Where(one => one.Id == row.Id && one.Turn == row.Turn && one.State == AuditExportState.Running);

    // The state first: a node that writes beside it finds its turn over, and its page goes with its transaction.
    private async Task<bool> CloseAsync(PortalDbContext db, Actor actor, AuditExport row, AuditExportState state, string? failure, IQueryable<AuditExport> which, CancellationToken cancel)
    {
        DateTimeOffset? now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var (outcome, reason) = state switch
        {
            AuditExportState.Failed => (AuditOutcome.Failed, "export-failed"),
            AuditExportState.Expired => (AuditOutcome.Allowed, "export-expired"),
            _ => (AuditOutcome.Allowed, Ended),
        };
        await audit.AppendAsync(db, EntryOf(actor, row.Id, outcome, reason), cancel);
        var closed = await which.ExecuteUpdateAsync(
            set => set.SetProperty(one => one.State, state).SetProperty(one => one.Failure, failure).SetProperty(one => one.EndedAt, now).SetProperty(one => one.TurnUntil, (DateTimeOffset?)null),
            cancel) == 1;
        if (!closed)
        {
            await transaction.RollbackAsync(cancel);
            return false;
        }

        var files = await db.Set<AuditExport>().Where(one => one.Id == row.Id).Select(one => new { one.FileId, one.ProofId, one.ManifestId }).SingleAsync(cancel);
        await FileStore.DeleteAsync(db, [.. new[] { files.FileId, files.ProofId, files.ManifestId }.OfType<Guid>()], cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }
}

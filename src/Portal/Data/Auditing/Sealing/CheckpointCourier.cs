using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Auditing.Proof;
using Portal.Kernel.Audit;
using Portal.Kernel.Audit.Checkpoints;

namespace Portal.Data.Auditing.Sealing;

/// <summary>Brings checkpoints to the targets outside: in their order, at least once, and from where it stopped after an outage or a restart. Sealing never waits for it.</summary>
internal sealed class CheckpointCourier(PortalDatabase database, IEnumerable<ICheckpointTarget> targets, TimeProvider clock)
{
    private const int AtOnce = 500;

    private readonly ConcurrentDictionary<string, string> troubles = new(StringComparer.Ordinal);

    /// <summary>Why a target was not reached the last time that this node tried; <c>null</c> where it was.</summary>
    public string? TroubleOf(string target) => troubles.GetValueOrDefault(target);

    /// <summary>Brings all that is due to every target.</summary>
    /// <returns>For each target that was not reached: how old the oldest checkpoint is that it lacks.</returns>
    public async Task<IReadOnlyList<LaggingTarget>> DeliverAsync(CancellationToken cancel)
    {
        var lagging = new List<LaggingTarget>();
        foreach (var target in targets)
        {
            List<SignedCheckpoint> due = [];
            try
            {
                while ((due = await DueAsync(target.Id, AtOnce, cancel)).Count > 0)
                {
                    await target.DeliverAsync([.. due.Select(CheckpointLine.Of)], cancel);
                    await database.Seals.DeliveredAsync(target.Id, due[^1].Checkpoint, clock.GetUtcNow(), cancel);
                }

                troubles.TryRemove(target.Id, out _);
            }
            catch (Exception failure) when (!cancel.IsCancellationRequested)
            {
                var why = troubles[target.Id] = DeliveryTrouble.Of(failure);
                lagging.Add(new LaggingTarget(target.Id, due.Count > 0 ? clock.GetUtcNow() - due[0].Checkpoint.At : TimeSpan.Zero, why));
            }
        }

        return lagging;
    }

    /// <summary>How far a target has an epoch's checkpoints: one row by the key, however many were delivered over the years.</summary>
    internal static IQueryable<long> Delivered(PortalDbContext db, string target, Guid epoch) =>
        db.Set<DeliveryRow>().Where(row => row.Target == target && row.Epoch == epoch).OrderByDescending(row => row.Size).Select(row => row.Size).Take(1);

    /// <summary>The oldest checkpoints that a target lacks, of one epoch.</summary>
    internal async Task<List<SignedCheckpoint>> DueAsync(string target, int most, CancellationToken cancel)
    {
        await using var db = database.Open();
        var epochs = await db.Set<EpochRow>().AsNoTracking().OrderBy(row => row.Number).Select(row => row.Id).ToListAsync(cancel);
        foreach (var epoch in epochs)
        {
            var known = await Delivered(db, target, epoch).FirstOrDefaultAsync(cancel);
            var rows = await db.Set<CheckpointRow>().AsNoTracking().Where(row => row.Epoch == epoch && row.Size > known).OrderBy(row => row.Size).Take(most).ToListAsync(cancel);
            if (rows.Count > 0)
            {
                return [.. rows.Select(row => new SignedCheckpoint(new Checkpoint(row.Epoch, row.Size, row.Root, row.At), row.KeyId, row.Signature))];
            }
        }

        return [];
    }
}

/// <summary>A target that was not reached.</summary>
/// <param name="Target">Its id.</param>
/// <param name="Behind">How old the oldest checkpoint is that it lacks.</param>
/// <param name="Why">Why, see <see cref="DeliveryTrouble"/>.</param>
internal sealed record LaggingTarget(string Target, TimeSpan Behind, string Why);

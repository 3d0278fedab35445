using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Kernel;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Data.Auditing.Sealing;

/// <summary>
/// How far each target outside has the checkpoints. Each note carries a MAC, so that nobody with SQL alone can make the portal believe that a target has what it lacks
/// (docs/decisions/0089).
/// </summary>
internal sealed class DeliveryBook(PortalInstance instance)
{
    private static readonly byte[] NoMac = [];

    /// <summary>The oldest checkpoints that a target lacks, of one epoch.</summary>
    public async Task<DueCheckpoints> DueAsync(string target, int most, CancellationToken cancel)
    {
        await using var db = instance.Database.Open();
        var isAltered = false;
        foreach (var epoch in await db.Set<EpochRow>().AsNoTracking().OrderBy(row => row.Number).Select(row => row.Id).ToListAsync(cancel))
        {
            var note = await LastAsync(db, target, epoch, cancel);
            isAltered |= note.IsAltered;
            var known = note.Last?.Size ?? 0;
            var rows = await db.Set<CheckpointRow>().AsNoTracking().Where(row => row.Epoch == epoch && row.Size > known).OrderBy(row => row.Size).Take(most).ToListAsync(cancel);
            if (rows.Count > 0)
            {
                List<SignedCheckpoint> due = [.. rows.Select(row => new SignedCheckpoint(new Checkpoint(row.Epoch, row.Size, row.Root, row.At), row.KeyId, row.Signature))];
                return new DueCheckpoints(due, isAltered || !due.TrueForAll(IsSigned));
            }
        }

        return new DueCheckpoints([], isAltered);
    }

    /// <summary>Notes that a target has all of an epoch's checkpoints up to one.</summary>
    public Task TookAsync(string target, Checkpoint last, DateTimeOffset now, CancellationToken cancel)
    {
        var row = new DeliveryRow { Target = target, Epoch = last.Epoch, Size = last.Size, At = Microseconds.Cut(now) };
        return instance.Database.Seals.DeliveredAsync(target, last, row.At, MacOf(row), cancel);
    }

    /// <summary>When a target last took something, and the time of the last checkpoint that it has: by true notes and signed checkpoints alone.</summary>
    public async Task<(DateTimeOffset? At, DateTimeOffset? UpTo)> ReachedAsync(string target, CancellationToken cancel)
    {
        await using var db = instance.Database.Open();
        foreach (var epoch in await db.Set<EpochRow>().AsNoTracking().OrderByDescending(row => row.Number).Select(row => row.Id).ToListAsync(cancel))
        {
            if ((await LastAsync(db, target, epoch, cancel)).Last is { } last)
            {
                var row = await db.Set<CheckpointRow>().AsNoTracking().SingleOrDefaultAsync(one => one.Epoch == epoch && one.Size == last.Size, cancel);
                return (last.At, row is not null && IsSigned(new SignedCheckpoint(new Checkpoint(row.Epoch, row.Size, row.Root, row.At), row.KeyId, row.Signature)) ? row.At : null);
            }
        }

        return (null, null);
    }

    /// <summary>The notes of a target, the furthest first: the first one by the key, however many there are over the years.</summary>
    internal static IQueryable<DeliveryRow> Notes(PortalDbContext db, string target, Guid epoch) =>
        db.Set<DeliveryRow>().AsNoTracking().Where(row => row.Target == target && row.Epoch == epoch).OrderByDescending(row => row.Size);

    private async Task<(DeliveryRow? Last, bool IsAltered)> LastAsync(PortalDbContext db, string target, Guid epoch, CancellationToken cancel)
    {
        var first = await Notes(db, target, epoch).FirstOrDefaultAsync(cancel);
        if (first is null || IsTrue(first))
        {
            return (first, false);
        }

        // Notes from before there was a MAC say nothing, and are no attack either.
        var isAltered = false;
        await foreach (var row in Notes(db, target, epoch).Where(row => row.Mac != NoMac).AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (IsTrue(row))
            {
                return (row, isAltered);
            }

            isAltered = true;
        }

        return (null, isAltered);
    }

    private bool IsSigned(SignedCheckpoint one) => instance.CheckpointKey?.Signed(one) == true;

    private bool IsTrue(DeliveryRow row) => Mac.Same(row.Mac, MacOf(row));

    private byte[] MacOf(DeliveryRow row) => Mac.Short(
        instance.Keys.Of(KeyUse.AuditMacs).Bytes,
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"delivery|{row.Target}|{row.Epoch}|{row.Size}|{row.At.UtcTicks}")));
}

/// <summary>What a target lacks.</summary>
/// <param name="Checkpoints">The oldest ones.</param>
/// <param name="IsAltered">Whether the database holds notes of it, or among these a checkpoint, that the portal did not write.</param>
internal sealed record DueCheckpoints(List<SignedCheckpoint> Checkpoints, bool IsAltered);

using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Data.Auditing.Retirement;

/// <summary>
/// Which months were retired. Each carries a MAC, so that nobody with SQL alone can say of entries that he deleted that their time was over: a verification names those.
/// </summary>
internal sealed class RetirementBook(PortalDatabase database, KeyRing keys)
{
    private volatile Known known = new(-1, [], FrozenDictionary<(Guid, long), Dictionary<int, byte[]>>.Empty);

    /// <summary>What was retired of a block; <c>null</c> where nothing was.</summary>
    public async Task<RetiredBlock?> OfAsync(Guid epoch, long number, CancellationToken cancel)
    {
        if (known.Of(epoch, number) is { IsWhole: true } gone)
        {
            return gone;
        }

        // Of a block at the turn of two months the second one may have gone since, by another process: what is known of it in part is asked for again.

        await using var db = database.Open();
        if (await db.Set<RetirementRow>().CountAsync(cancel) is var count && count != known.Rows)
        {
            known = Of(await db.Set<RetirementRow>().AsNoTracking().ToListAsync(cancel));
        }

        return known.Of(epoch, number);
    }

    /// <summary>Puts the leaves of a block's retired entries beside those of the entries that are left.</summary>
    /// <returns>The places, from 0, of those that were there before.</returns>
    public async Task<IReadOnlyList<int>> FillAsync(AuditBlock block, List<byte[]> leaves, CancellationToken cancel)
    {
        if (leaves.Count >= block.Count || await OfAsync(block.Epoch, block.Number, cancel) is not { IsWhole: false } gone)
        {
            return [.. Enumerable.Range(0, leaves.Count)];
        }

        foreach (var (place, leaf) in gone.Leaves.OrderBy(one => one.Key))
        {
            leaves.Insert(Math.Min(place, leaves.Count), leaf);
        }

        return [.. gone.PlacesLeft(checked((int)block.Count))];
    }

    /// <summary>The retired months that this instance retired, the newest first.</summary>
    public async Task<List<RetirementRow>> AllAsync(CancellationToken cancel)
    {
        await using var db = database.Open();
        return [.. (await db.Set<RetirementRow>().AsNoTracking().OrderByDescending(row => row.Month).ToListAsync(cancel)).Where(IsTrue)];
    }

    /// <summary>The MAC of a row.</summary>
    public byte[] MacOf(RetirementRow row) => Mac.Short(
        keys.Of(KeyUse.AuditMacs).Bytes,
        [
            .. Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"retirement|{row.Id}|{row.Month.UtcTicks}|{row.At.UtcTicks}|{row.Entries}|{Convert.ToHexString(row.Archive)}|")),
            .. row.Remains,
        ]);

    private bool IsTrue(RetirementRow row) => Mac.Same(row.Mac, MacOf(row));

    private Known Of(List<RetirementRow> rows)
    {
        var all = rows.Where(IsTrue).Select(row => RetiredBlocks.Parse(row.Remains)).ToList();
        return new Known(
            rows.Count,
            [.. all.SelectMany(blocks => blocks.Runs)],
            // Of a block at the turn of a month each of the two months has a part.
            all.SelectMany(blocks => blocks.Parts).GroupBy(part => (part.Epoch, part.Number))
                .ToFrozenDictionary(group => group.Key, group => group.SelectMany(part => part.Leaves).DistinctBy(leaf => leaf.Key).ToDictionary()));
    }

    private sealed record Known(int Rows, List<RetiredRun> Runs, FrozenDictionary<(Guid, long), Dictionary<int, byte[]>> Parts)
    {
        public RetiredBlock? Of(Guid epoch, long number) =>
            Parts.TryGetValue((epoch, number), out var leaves) ? new RetiredBlock(epoch, number, leaves)
            : Runs.Any(run => run.Epoch == epoch && run.First <= number && number <= run.Last) ? new RetiredBlock(epoch, number, FrozenDictionary<int, byte[]>.Empty)
            : null;
    }
}

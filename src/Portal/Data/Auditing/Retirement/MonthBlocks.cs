using System.Runtime.CompilerServices;
using Portal.Data.Auditing.Proof;
using Portal.Data.Auditing.Sealing;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Data.Auditing.Retirement;

/// <summary>Goes through a month of the log block by block, in the order of sealing, and checks each block on the way: what does not hold is evidence and is not retired.</summary>
internal sealed class MonthBlocks(PortalInstance instance, AuditLog audit, BlockBook book)
{
    private readonly BlockCheck check = new(instance.Database, audit, instance.Keys);
    private readonly EpochSeal seals = new(instance.Keys);
    private readonly DataKey salts = instance.Keys.Of(KeyUse.AuditSalts);

    /// <summary>The month's entries with their blocks.</summary>
    /// <param name="month">The month's beginning.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidOperationException">A block does not hold, or entries are not sealed.</exception>
    public async IAsyncEnumerable<MonthBlock> ReadAsync(DateTimeOffset month, [EnumeratorCancellation] CancellationToken cancel)
    {
        List<AuditEpoch> epochs = [.. (await book.EpochsAsync(cancel)).Where(seals.Holds)];
        var reached = LogPosition.Start;
        // An entry may lie far from the others of its month, where a clock was wrong: after a block without any it is asked where the next one is.
        while (await instance.Database.Seals.NextPlaceAsync(reached, month, month.AddMonths(1), cancel) is { } next)
        {
            var epoch = epochs.LastOrDefault(one => one.After < next);
            var start = epoch is null ? null : await book.BlockAtAsync(epoch.Id, next, cancel);
            if (epoch is null || start is null)
            {
                throw new InvalidOperationException("Entries of this month are not sealed: they are not retired.");
            }

            var after = start.Block.Number == 0 ? epoch.After : (await book.BlockAsync(epoch.Id, start.Block.Number - 1, cancel))?.Last ?? throw Broken(start);
            await foreach (var block in book.BlocksAsync(epoch.Id, start.Block.Number, long.MaxValue, cancel))
            {
                var found = block.Last > after ? await OfAsync(block, after, month, cancel) : throw Broken(block);
                after = reached = block.Last;
                if (found is null)
                {
                    break;
                }

                yield return found;
            }
        }
    }

    private static InvalidOperationException Broken(SealedBlock block) => Broken(new LogBreak(BreakKinds.Edited, null, block.Block.Epoch, block.Block.Number, null));

    private static InvalidOperationException Broken(LogBreak broken) =>
        new($"The audit log does not hold there ({broken.Kind}, {broken.Where}): what is broken is evidence and is not retired.");

    private async Task<MonthBlock?> OfAsync(SealedBlock block, LogPosition after, DateTimeOffset month, CancellationToken cancel)
    {
        var there = new List<PlacedEntry>();
        await foreach (var placed in instance.Database.Seals.ReadAsync(after, block.Last, cancel))
        {
            there.Add(placed);
            if (there.Count > 2 * BlockMaker.MostEntries)
            {
                throw Broken(block); // not its place: it would take the rest of the log
            }
        }

        if (await check.FindAsync(block, there, cancel) is { } broken)
        {
            throw Broken(broken);
        }

        List<PlacedEntry> mine = [.. there.Where(placed => placed.Entry.At >= month && placed.Entry.At < month.AddMonths(1))];
        if (mine.Count == 0)
        {
            return null;
        }

        var places = block.Entries.Chunk(16).Select((id, at) => (Id: new Guid(id, bigEndian: true), At: at)).ToDictionary(one => one.Id, one => one.At);
        return new MonthBlock(mine, new RetiredBlock(
            block.Block.Epoch, block.Block.Number,
            mine.Count == block.Block.Count ? new Dictionary<int, byte[]>() : mine.ToDictionary(placed => places[placed.Entry.Id.Value], placed => AuditLeaf.Hash(AuditLeaf.Data(placed.Entry, salts)))));
    }
}

/// <summary>The entries of a month that are in one block, and what stays of them.</summary>
internal sealed record MonthBlock(IReadOnlyList<PlacedEntry> Entries, RetiredBlock Remains);

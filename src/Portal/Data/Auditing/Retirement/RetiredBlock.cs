using System.Text.Json;

namespace Portal.Data.Auditing.Retirement;

/// <summary>A block of which entries were retired.</summary>
/// <param name="Epoch">Its epoch.</param>
/// <param name="Number">Its number.</param>
/// <param name="Leaves">The leaf hashes of the retired entries by their place in the block, from 0; empty where all of the block was retired with one month.</param>
internal sealed record RetiredBlock(Guid Epoch, long Number, IReadOnlyDictionary<int, byte[]> Leaves)
{
    /// <summary>Whether no entry of it is left.</summary>
    public bool IsWhole => Leaves.Count == 0;

    /// <summary>The places, from 0, of what is left of a block of so many entries.</summary>
    public IEnumerable<int> PlacesLeft(int count) => Enumerable.Range(0, count).Where(at => !Leaves.ContainsKey(at));
}

/// <summary>The blocks of a retired month: runs of those that are gone whole, and the leaves of those that are in part.</summary>
/// <param name="Runs">Runs of blocks that are gone whole.</param>
/// <param name="Parts">Blocks that are gone in part.</param>
internal sealed record RetiredBlocks(IReadOnlyList<RetiredRun> Runs, IReadOnlyList<RetiredPart> Parts)
{
    public static RetiredBlocks Parse(byte[] json) => JsonSerializer.Deserialize<RetiredBlocks>(json) ?? new RetiredBlocks([], []);

    /// <summary>Joins blocks that follow each other into runs.</summary>
    public static RetiredBlocks Of(IEnumerable<RetiredBlock> blocks)
    {
        var (runs, parts) = (new List<RetiredRun>(), new List<RetiredPart>());
        foreach (var block in blocks)
        {
            if (!block.IsWhole)
            {
                parts.Add(new RetiredPart(block.Epoch, block.Number, block.Leaves.ToDictionary()));
            }
            else if (runs is [.., var last] && last.Epoch == block.Epoch && last.Last == block.Number - 1)
            {
                runs[^1] = last with { Last = block.Number };
            }
            else
            {
                runs.Add(new RetiredRun(block.Epoch, block.Number, block.Number));
            }
        }

        return new RetiredBlocks(runs, parts);
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this);
}

/// <summary>Blocks from one number to another.</summary>
internal sealed record RetiredRun(Guid Epoch, long First, long Last);

/// <summary>Leaf hashes of a block by their place in it.</summary>
internal sealed record RetiredPart(Guid Epoch, long Number, Dictionary<int, byte[]> Leaves);

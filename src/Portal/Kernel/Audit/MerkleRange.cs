using System.Numerics;

namespace Portal.Kernel.Audit;

/// <summary>The leaves from a start on: a subtree of an RFC 6962 tree as its sections 2.1.1 and 2.1.2 cut it.</summary>
/// <param name="Start">The number of the first leaf, from 0.</param>
/// <param name="Size">How many leaves.</param>
internal readonly record struct MerkleRange(long Start, long Size)
{
    /// <summary>The complete subtrees that make up a range, from left to right; at most two for each level.</summary>
    public static IEnumerable<MerkleNode> Cover(long start, long size)
    {
        for (var (at, end) = (start, start + size); at < end;)
        {
            var level = Math.Min(at == 0 ? 62 : BitOperations.TrailingZeroCount(at), BitOperations.Log2((ulong)(end - at)));
            yield return new MerkleNode(level, at >> level);
            at += 1L << level;
        }
    }

    /// <summary>The largest power of two below a size of at least 2, where a tree splits.</summary>
    public static long Split(long size) => 1L << BitOperations.Log2((ulong)(size - 1));
}

/// <summary>A complete subtree: 2^level leaves, the index-th of its level.</summary>
/// <param name="Level">0 for a leaf.</param>
/// <param name="Index">From 0.</param>
internal readonly record struct MerkleNode(int Level, long Index)
{
    /// <summary>The number of the leaf that completes it; the leaf's row holds its hash.</summary>
    public long LastLeaf => ((Index + 1) << Level) - 1;
}

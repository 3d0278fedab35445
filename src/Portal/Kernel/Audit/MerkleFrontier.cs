using System.Numerics;
using System.Security.Cryptography;

namespace Portal.Kernel.Audit;

/// <summary>
/// The right edge of a growing RFC 6962 tree: one hash for each complete subtree that is not yet the left half of a larger one. A tree of any size
/// is continued from it, so that nothing larger than 64 hashes is held.
/// </summary>
internal sealed class MerkleFrontier
{
    // Descending in size, as the ones in the binary form of Size.
    private readonly List<byte[]> subtrees = [];

    /// <summary>How many leaves the tree has.</summary>
    public long Size { get; private set; }

    /// <summary>The frontier of a tree that is there already: its complete subtrees (<see cref="MerkleRange.Cover"/>), from left to right.</summary>
    /// <exception cref="ArgumentException">These are not so many as a tree of that size has.</exception>
    public static MerkleFrontier At(long size, IEnumerable<byte[]> subtrees)
    {
        var frontier = new MerkleFrontier { Size = size };
        frontier.subtrees.AddRange(subtrees);
        return frontier.subtrees.Count == BitOperations.PopCount((ulong)size)
            ? frontier
            : throw new ArgumentException("A tree of this size has another number of complete subtrees.", nameof(subtrees));
    }

    /// <summary>Adds a leaf.</summary>
    /// <returns>The hashes of the subtrees that it completes, the leaf's own first, each the next larger's right half.</returns>
    public IReadOnlyList<byte[]> Append(byte[] leafHash) => Append(leafHash, level: 0);

    /// <summary>Adds a complete subtree of 2^level leaves.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such subtree begins where the tree ends.</exception>
    public IReadOnlyList<byte[]> Append(byte[] hash, int level)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(Size & ((1L << level) - 1), 0, nameof(level));
        var completed = new List<byte[]> { hash };
        for (var bit = level; (Size & (1L << bit)) != 0; bit++)
        {
            completed.Add(MerkleTree.Node(subtrees[^1], completed[^1]));
            subtrees.RemoveAt(subtrees.Count - 1);
        }

        subtrees.Add(completed[^1]);
        Size += 1L << level;
        return completed;
    }

    /// <summary>The root of the tree so far; of an empty one, the hash of nothing.</summary>
    public byte[] Root()
    {
        if (subtrees.Count == 0)
        {
            return SHA256.HashData([]);
        }

        var root = subtrees[^1];
        for (var at = subtrees.Count - 2; at >= 0; at--)
        {
            root = MerkleTree.Node(subtrees[at], root);
        }

        return root;
    }
}

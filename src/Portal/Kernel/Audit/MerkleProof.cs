using System.Security.Cryptography;

namespace Portal.Kernel.Audit;

/// <summary>Checks proofs of RFC 6962 by the steps of RFC 9162 (sections 2.1.3.2 and 2.1.4.2); whatever is odd about one is a no.</summary>
internal static class MerkleProof
{
    /// <summary>Whether a leaf is in the tree of that root.</summary>
    public static bool Includes(ReadOnlySpan<byte> root, long size, long leaf, ReadOnlySpan<byte> leafHash, IReadOnlyList<byte[]> path)
    {
        if (leaf < 0 || leaf >= size || leafHash.Length != SHA256.HashSizeInBytes)
        {
            return false;
        }

        var (at, last, hash) = (leaf, size - 1, leafHash.ToArray());
        foreach (var sibling in path)
        {
            if (last == 0)
            {
                return false; // longer than the tree is high
            }

            hash = Up(sibling, hash, ref at, ref last);
        }

        return last == 0 && root.SequenceEqual(hash);
    }

    /// <summary>Whether the tree of the older root is the beginning of that of the newer one.</summary>
    public static bool Extends(long older, long newer, ReadOnlySpan<byte> olderRoot, ReadOnlySpan<byte> newerRoot, IReadOnlyList<byte[]> path)
    {
        if (older <= 0 || older >= newer)
        {
            return older > 0 && older == newer && path.Count == 0 && olderRoot.SequenceEqual(newerRoot);
        }

        // An older tree that is one complete subtree proves itself: its root is not in the path.
        IReadOnlyList<byte[]> whole = long.IsPow2(older) ? [olderRoot.ToArray(), .. path] : path;
        return whole.Count > 0 && Rebuild(older, newer, whole) is var (first, second) && olderRoot.SequenceEqual(first) && newerRoot.SequenceEqual(second);
    }

    private static (byte[] Older, byte[] Newer)? Rebuild(long older, long newer, IReadOnlyList<byte[]> path)
    {
        var (at, last) = (older - 1, newer - 1);
        while ((at & 1) == 1)
        {
            (at, last) = (at >> 1, last >> 1);
        }

        var (first, second) = (path[0], path[0]);
        foreach (var sibling in path.Skip(1))
        {
            if (last == 0)
            {
                return null;
            }

            // What lies to the right of the older tree is in the newer one alone.
            if ((at & 1) == 1 || at == last)
            {
                first = MerkleTree.Node(sibling, first);
            }

            second = Up(sibling, second, ref at, ref last);
        }

        return last == 0 ? (first, second) : null;
    }

    // One level up: the sibling stands to the left of a right half, and of the ragged right edge, which climbs until it has one.
    private static byte[] Up(byte[] sibling, byte[] hash, ref long at, ref long last)
    {
        byte[] parent;
        if ((at & 1) == 1 || at == last)
        {
            parent = MerkleTree.Node(sibling, hash);
            while ((at & 1) == 0 && at != 0)
            {
                (at, last) = (at >> 1, last >> 1);
            }
        }
        else
        {
            parent = MerkleTree.Node(hash, sibling);
        }

        (at, last) = (at >> 1, last >> 1);
        return parent;
    }
}

namespace Portal.Kernel.Audit;

/// <summary>Which subtrees' hashes make up a proof; their order is that of RFC 6962 (sections 2.1.1 and 2.1.2).</summary>
internal static class MerklePath
{
    /// <summary>The audit path of a leaf, the leaf's sibling first (section 2.1.1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tree has no such leaf.</exception>
    public static IReadOnlyList<MerkleRange> Inclusion(long leaf, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(leaf);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(leaf, size);
        var path = new List<MerkleRange>();
        for (var (start, rest) = (0L, size); rest > 1;)
        {
            var left = MerkleRange.Split(rest);
            if (leaf - start < left)
            {
                path.Add(new MerkleRange(start + left, rest - left));
                rest = left;
            }
            else
            {
                path.Add(new MerkleRange(start, left));
                (start, rest) = (start + left, rest - left);
            }
        }

        path.Reverse();
        return path;
    }

    /// <summary>The proof that a tree is the beginning of a larger one (section 2.1.2).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The older tree is empty, or larger than the newer one.</exception>
    public static IReadOnlyList<MerkleRange> Consistency(long older, long newer)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(older);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(older, newer);
        var (path, start, rest) = (new List<MerkleRange>(), 0L, newer);
        while (older - start != rest)
        {
            var left = MerkleRange.Split(rest);
            if (older - start <= left)
            {
                path.Add(new MerkleRange(start + left, rest - left));
                rest = left;
            }
            else
            {
                path.Add(new MerkleRange(start, left));
                (start, rest) = (start + left, rest - left);
            }
        }

        if (start > 0)
        {
            path.Add(new MerkleRange(start, rest));
        }

        path.Reverse();
        return path;
    }
}

namespace Portal.Kernel.Audit;

/// <summary>
/// Proves several leaves of one RFC 6962 tree together: the hashes of the largest subtrees that hold none of them, from left to right. With one leaf these are its audit
/// path, with all of them there are none.
/// </summary>
internal static class MerkleSet
{
    /// <summary>The hashes for the chosen leaves.</summary>
    /// <param name="leaves">All leaf hashes.</param>
    /// <param name="chosen">The numbers of the chosen ones, from 0.</param>
    public static IReadOnlyList<byte[]> Prove(ReadOnlySpan<byte[]> leaves, IReadOnlySet<int> chosen)
    {
        var hashes = new List<byte[]>();
        Walk(leaves, 0, chosen, hashes);
        return hashes;
    }

    /// <summary>The root that chosen leaves and the hashes of the rest make; <c>null</c> where these do not fit each other.</summary>
    /// <param name="size">How many leaves the tree has.</param>
    /// <param name="chosen">Leaf hashes by their numbers.</param>
    /// <param name="hashes">What <see cref="Prove"/> gave.</param>
    public static byte[]? Root(int size, IReadOnlyDictionary<int, byte[]> chosen, IReadOnlyList<byte[]> hashes)
    {
        var rest = new Queue<byte[]>(hashes);
        var root = size > 0 && chosen.Keys.All(number => number >= 0 && number < size) ? Join(0, size, chosen, rest) : null;
        return rest.Count == 0 ? root : null;
    }

    private static void Walk(ReadOnlySpan<byte[]> leaves, int start, IReadOnlySet<int> chosen, List<byte[]> hashes)
    {
        var end = start + leaves.Length;
        if (!chosen.Any(number => number >= start && number < end))
        {
            hashes.Add(MerkleTree.Root(leaves));
        }
        else if (leaves.Length > 1)
        {
            var left = (int)MerkleRange.Split(leaves.Length);
            Walk(leaves[..left], start, chosen, hashes);
            Walk(leaves[left..], start + left, chosen, hashes);
        }
    }

    private static byte[]? Join(int start, int size, IReadOnlyDictionary<int, byte[]> chosen, Queue<byte[]> rest)
    {
        if (!chosen.Keys.Any(number => number >= start && number < start + size))
        {
            return rest.TryDequeue(out var hash) ? hash : null;
        }

        if (size == 1)
        {
            return chosen[start];
        }

        var half = (int)MerkleRange.Split(size);
        return Join(start, half, chosen, rest) is { } left && Join(start + half, size - half, chosen, rest) is { } right ? MerkleTree.Node(left, right) : null;
    }
}

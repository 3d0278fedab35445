using System.Security.Cryptography;

namespace Portal.Kernel.Audit;

/// <summary>The tree hash of RFC 6962 section 2.1.</summary>
internal static class MerkleTree
{
    private static readonly byte[] Nothing = SHA256.HashData([]);

    /// <summary>The root over leaf hashes; of none, the hash of nothing; of one, that itself.</summary>
    public static byte[] Root(ReadOnlySpan<byte[]> leafHashes)
    {
        // Nearly every entry names one patient or none.
        if (leafHashes.Length < 2)
        {
            return leafHashes.Length == 0 ? Nothing : leafHashes[0];
        }

        var frontier = new MerkleFrontier();
        foreach (var leaf in leafHashes)
        {
            frontier.Append(leaf);
        }

        return frontier.Root();
    }

    /// <summary>The hash of an inner node: SHA-256(0x01 ‖ left ‖ right).</summary>
    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> bytes = stackalloc byte[1 + (2 * SHA256.HashSizeInBytes)];
        bytes[0] = 1;
        left.CopyTo(bytes[1..]);
        right.CopyTo(bytes[33..]);
        return SHA256.HashData(bytes);
    }
}

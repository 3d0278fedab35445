using System.Security.Cryptography;

namespace Portal.Kernel.Audit;

/// <summary>The tree hash of RFC 6962 section 2.1.</summary>
internal static class MerkleTree
{
    /// <summary>The root over leaf hashes; of none, the hash of nothing.</summary>
    public static byte[] Root(ReadOnlySpan<byte[]> leafHashes)
    {
        if (leafHashes.Length == 0)
        {
            return SHA256.HashData([]);
        }

        if (leafHashes.Length == 1)
        {
            return leafHashes[0];
        }

        var split = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)leafHashes.Length) / 2;
        return Node(Root(leafHashes[..split]), Root(leafHashes[split..]));
    }

    private static byte[] Node(byte[] left, byte[] right)
    {
        Span<byte> bytes = stackalloc byte[1 + (2 * SHA256.HashSizeInBytes)];
        bytes[0] = 1;
        left.CopyTo(bytes[1..]);
        right.CopyTo(bytes[33..]);
        return SHA256.HashData(bytes);
    }
}

using System.Security.Cryptography;

namespace Portal.Kernel.Audit;

/// <summary>The hashes that a block's row keeps of the tree: those of the complete subtrees that end with it, the leaf's own first.</summary>
internal static class StoredNodes
{
    public static byte[] Join(IReadOnlyList<byte[]> completed) => [.. completed.SelectMany(hash => hash)];

    /// <summary>The hash of a level; <c>null</c> where the row has none, as after an attack.</summary>
    public static byte[]? At(byte[] nodes, int level) =>
        nodes.Length >= (level + 1) * SHA256.HashSizeInBytes ? nodes[(level * SHA256.HashSizeInBytes)..((level + 1) * SHA256.HashSizeInBytes)] : null;
}

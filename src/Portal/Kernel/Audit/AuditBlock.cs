using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Portal.Kernel.Audit;

/// <summary>A block of the audit log as ADR 0007 fixes it: the leaf of its epoch's tree, and a link to the block before it.</summary>
/// <param name="Epoch">The epoch; a restore begins a new one.</param>
/// <param name="Number">From 0, without a gap.</param>
/// <param name="SealedAt">When, by the sealing node's clock.</param>
/// <param name="Count">How many entries.</param>
/// <param name="Previous">SHA-256 of the data of the block before; of an epoch's first block, the root of the checkpoint that the epoch names, or zeros.</param>
/// <param name="Root">The RFC 6962 root over the leaf hashes of its entries.</param>
internal sealed record AuditBlock(Guid Epoch, long Number, DateTimeOffset SealedAt, long Count, byte[] Previous, byte[] Root)
{
    private const int Size = 1 + 16 + (3 * sizeof(long)) + (2 * SHA256.HashSizeInBytes);

    /// <summary>What the first block of the first epoch has in place of a previous one.</summary>
    public static byte[] NothingBefore => new byte[SHA256.HashSizeInBytes];

    /// <summary>Whether it can be a block at all; what somebody wrote into its row may be none, and has no hash.</summary>
    public bool IsWhole => Previous.Length == SHA256.HashSizeInBytes && Root.Length == SHA256.HashSizeInBytes && Number is >= 0 and < 1L << 62;

    /// <summary>The block's data, 105 bytes.</summary>
    /// <exception cref="ArgumentException">A hash is not 32 bytes long.</exception>
    public byte[] Data()
    {
        if (Previous.Length != SHA256.HashSizeInBytes || Root.Length != SHA256.HashSizeInBytes)
        {
            throw new ArgumentException("A hash in a block has 32 bytes.");
        }

        var data = new byte[Size];
        data[0] = 1;
        Epoch.TryWriteBytes(data.AsSpan(1), bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(data.AsSpan(17), Number);
        BinaryPrimitives.WriteInt64BigEndian(data.AsSpan(25), Microseconds.SinceEpoch(SealedAt));
        BinaryPrimitives.WriteInt64BigEndian(data.AsSpan(33), Count);
        Previous.CopyTo(data, 41);
        Root.CopyTo(data, 73);
        return data;
    }

    /// <summary>What the next block names as its previous one.</summary>
    public byte[] Hash() => SHA256.HashData(Data());

    /// <summary>Its leaf in the epoch's tree (RFC 6962 section 2.1).</summary>
    public byte[] LeafHash() => AuditLeaf.Hash(Data());
}

/// <summary>A block with what helps to find things and proves nothing by itself.</summary>
/// <param name="Block">The block.</param>
/// <param name="Last">Its last entry's place: the entries up to here that no earlier block holds.</param>
/// <param name="Entries">The ids of its entries, in order, 16 bytes each: they name the one that is missing, added or out of its place.</param>
/// <param name="Nodes">The hashes of the complete subtrees that end with this block, 32 bytes each, its own leaf hash first.</param>
internal sealed record SealedBlock(AuditBlock Block, LogPosition Last, byte[] Entries, byte[] Nodes);

/// <summary>A run of blocks between two restores.</summary>
/// <param name="Id">The epoch's id.</param>
/// <param name="Number">From 0.</param>
/// <param name="BegunAt">When.</param>
/// <param name="After">Entries after this place belong to it.</param>
/// <param name="Named">The last checkpoint of the epoch before; <c>null</c> for the first.</param>
internal sealed record AuditEpoch(Guid Id, int Number, DateTimeOffset BegunAt, LogPosition After, Checkpoint? Named)
{
    /// <summary>A keyed MAC over all of the above, see <c>EpochSeal</c>: nobody with SQL alone can begin an epoch, and so leave entries out of every one.</summary>
    public byte[] Mac { get; init; } = [];

    /// <summary>What the epoch's first block names as its previous one.</summary>
    public byte[] Before => Named?.Root ?? AuditBlock.NothingBefore;
}

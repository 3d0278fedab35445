using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Portal.Kernel.Audit;

/// <summary>Size and root of an epoch's tree at a time: whoever keeps it can tell whether anything sealed before it was changed.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Size">How many blocks.</param>
/// <param name="Root">The RFC 6962 root over them.</param>
/// <param name="At">When it was made, by the sealing node's clock.</param>
internal sealed record Checkpoint(Guid Epoch, long Size, byte[] Root, DateTimeOffset At)
{
    // Says what is signed, so that no other signature of the key could pass for it.
    private static ReadOnlySpan<byte> Purpose => "portal audit checkpoint"u8;

    /// <summary>The signed bytes: <c>portal audit checkpoint ‖ 01 ‖ epoch (16) ‖ size (8) ‖ root (32) ‖ time (8)</c>.</summary>
    /// <exception cref="ArgumentException">The root is not 32 bytes long.</exception>
    public byte[] Data()
    {
        if (Root.Length != SHA256.HashSizeInBytes)
        {
            throw new ArgumentException("A root has 32 bytes.");
        }

        var data = new byte[Purpose.Length + 1 + 16 + sizeof(long) + SHA256.HashSizeInBytes + sizeof(long)];
        Purpose.CopyTo(data);
        var rest = data.AsSpan(Purpose.Length);
        rest[0] = 1;
        Epoch.TryWriteBytes(rest[1..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(rest[17..], Size);
        Root.CopyTo(rest[25..]);
        BinaryPrimitives.WriteInt64BigEndian(rest[57..], Microseconds.SinceEpoch(At));
        return data;
    }
}

/// <summary>A checkpoint and its ECDSA P-256 signature (FIPS 186-5; r ‖ s, 64 bytes).</summary>
/// <param name="Checkpoint">What is signed.</param>
/// <param name="KeyId">The id of the key, see <see cref="CheckpointKey.Id"/>.</param>
/// <param name="Signature">The signature.</param>
internal sealed record SignedCheckpoint(Checkpoint Checkpoint, string KeyId, byte[] Signature);

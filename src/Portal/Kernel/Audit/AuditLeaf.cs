using System.Buffers;
using System.Security.Cryptography;
using Portal.Kernel.Crypto;

namespace Portal.Kernel.Audit;

/// <summary>
/// The leaf of an entry in the RFC 6962 tree, decided for ever in ADR 0007: unkeyed, over salted commitments to what and when, who, where,
/// and to each patient, so that a proof can be given with the staff name or the address withheld.
/// </summary>
internal static class AuditLeaf
{
    private enum Group : byte
    {
        Event = 1,
        Who = 2,
        Where = 3,
        Patient = 4,
    }

    /// <summary>The leaf data: version ‖ entry id ‖ commitments of the three groups ‖ root over the patients' commitments.</summary>
    public static byte[] Data(AuditEntry entry, DataKey salts)
    {
        var data = new byte[1 + 16 + (4 * SHA256.HashSizeInBytes)];
        data[0] = 1;
        entry.Id.Value.TryWriteBytes(data.AsSpan(1), bigEndian: true, out _);
        var at = 17;
        foreach (var commitment in Commitments(entry, salts))
        {
            commitment.CopyTo(data, at);
            at += SHA256.HashSizeInBytes;
        }

        return data;
    }

    /// <summary>What opens the leaf of an entry: with it whoever has the entry's fields can compute the leaf without a key.</summary>
    public static LeafOpening Open(AuditEntry entry, DataKey salts)
    {
        var data = Data(entry, salts);
        return new LeafOpening(
            [Salt(entry.Id, salts, Group.Event, default), Salt(entry.Id, salts, Group.Who, default), Salt(entry.Id, salts, Group.Where, default)],
            [.. entry.Patients.OrderBy(patient => patient.Value).Select(patient => (patient, Salt(entry.Id, salts, Group.Patient, patient.Value)))],
            [.. data[17..].Chunk(SHA256.HashSizeInBytes)],
            Hash(data));
    }

    /// <summary>RFC 6962 section 2.1: SHA-256(0x00 ‖ leaf data).</summary>
    public static byte[] Hash(ReadOnlySpan<byte> leafData)
    {
        Span<byte> bytes = stackalloc byte[1 + leafData.Length];
        leafData.CopyTo(bytes[1..]);
        return SHA256.HashData(bytes);
    }

    private static IEnumerable<byte[]> Commitments(AuditEntry entry, DataKey salts)
    {
        yield return Commit(entry, salts, Group.Event, EntryEncoding.WriteEvent);
        yield return Commit(entry, salts, Group.Who, EntryEncoding.WriteWho);
        yield return Commit(entry, salts, Group.Where, EntryEncoding.WriteWhere);
        yield return MerkleTree.Root([.. entry.Patients.OrderBy(patient => patient.Value).Select(patient => Hash(CommitPatient(entry, salts, patient)))]);
    }

    private static byte[] Commit(AuditEntry entry, DataKey salts, Group group, Action<ArrayBufferWriter<byte>, AuditEntry> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        write(buffer, entry);
        return Commit(group, Salt(entry.Id, salts, group, default), buffer.WrittenSpan);
    }

    private static byte[] CommitPatient(AuditEntry entry, DataKey salts, PatientId patient) =>
        Commit(Group.Patient, Salt(entry.Id, salts, Group.Patient, patient.Value), patient.Value.ToByteArray(bigEndian: true));

    private static byte[] Commit(Group group, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> content)
    {
        Span<byte> bytes = content.Length < 900 ? stackalloc byte[1 + salt.Length + content.Length] : new byte[1 + salt.Length + content.Length];
        bytes[0] = (byte)group;
        salt.CopyTo(bytes[1..]);
        content.CopyTo(bytes[(1 + salt.Length)..]);
        return SHA256.HashData(bytes);
    }

    // Derived from the entry's id, so that nothing needs to be stored; without the key a withheld group cannot be guessed.
    private static byte[] Salt(EntryId entry, DataKey salts, Group group, Guid patient)
    {
        Span<byte> input = stackalloc byte[33];
        entry.Value.TryWriteBytes(input, bigEndian: true, out _);
        input[16] = (byte)group;
        patient.TryWriteBytes(input[17..], bigEndian: true, out _);
        var salt = new byte[SHA256.HashSizeInBytes];
        Mac.Full(salts.Bytes, input, salt);
        return salt;
    }
}

/// <summary>The parts of a leaf, each of which can be shown or withheld by itself.</summary>
/// <param name="Salts">The salts of what and when, who, where.</param>
/// <param name="Patients">The patients in the order of the leaf, each with its salt.</param>
/// <param name="Commitments">The commitments of the three groups, and the root over those of the patients.</param>
/// <param name="Hash">The leaf hash.</param>
internal sealed record LeafOpening(IReadOnlyList<byte[]> Salts, IReadOnlyList<(PatientId Patient, byte[] Salt)> Patients, IReadOnlyList<byte[]> Commitments, byte[] Hash);

using System.Buffers;
using System.Text.Json;
using Portal.Data.Auditing.Proof;
using Portal.Kernel.Audit;

namespace Portal.Data.Auditing.Exporting;

/// <summary>
/// The proofs of a file's entries, a line of JSON for each block: the block's data, its way to the checkpoint, the leaf of each exported entry, and the hashes of the rest of
/// the block. Where the file itself does not hold all that a leaf is computed from, the leaf's commitments stand here: they prove that the entry of that id was there.
/// </summary>
internal static class ProofLines
{
    public static void Write(ArrayBufferWriter<byte> to, SetProof proof, Func<AuditEntry, LeafOpening> open, bool isContent)
    {
        using (var json = new Utf8JsonWriter(to))
        {
            json.WriteStartObject();
            json.WriteString("state", proof.State switch { SetProofState.Proven => "proven", SetProofState.NotSealed => "not sealed", _ => "broken" });
            if (proof.Block is { } block)
            {
                WriteBlock(json, block);
                Hashes(json, "path", proof.Path);
                Hashes(json, "hashes", proof.Hashes);
            }

            json.WriteStartArray("entries");
            foreach (var (entry, place) in proof.Entries)
            {
                WriteEntry(json, entry, place, open(entry), isContent);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        to.Write("\n"u8);
    }

    private static void WriteBlock(Utf8JsonWriter json, AuditBlock block)
    {
        json.WriteStartObject("block");
        json.WriteString("epoch", block.Epoch);
        json.WriteNumber("number", block.Number);
        json.WriteString("sealedAt", EntryCodes.Time(block.SealedAt));
        json.WriteNumber("count", block.Count);
        json.WriteString("previous", EntryCodes.Hex(block.Previous));
        json.WriteString("root", EntryCodes.Hex(block.Root));
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, AuditEntry entry, int place, LeafOpening leaf, bool isContent)
    {
        json.WriteStartObject();
        json.WriteString("id", entry.Id.Value);
        json.WriteNumber("place", place);
        json.WriteString("leaf", EntryCodes.Hex(leaf.Hash));
        if (!isContent)
        {
            Hashes(json, "commitments", leaf.Commitments);
        }

        json.WriteEndObject();
    }

    private static void Hashes(Utf8JsonWriter json, string name, IReadOnlyList<byte[]> hashes)
    {
        json.WriteStartArray(name);
        foreach (var hash in hashes)
        {
            json.WriteStringValue(EntryCodes.Hex(hash));
        }

        json.WriteEndArray();
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.AuditTrail.Exports;

/// <summary>Checks an export as whoever gets it would.</summary>
internal static class ExportProof
{
    /// <summary>What is signed of the manifest, once its signature holds.</summary>
    public static JsonElement Manifest(PortalFixture portal, Dictionary<string, string> files)
    {
        var lines = Exporting.Lines(files["manifest.ndjson"]);
        var signature = JsonDocument.Parse(lines[1]).RootElement;
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(portal.CheckpointKey.PublicKey, out _);
        byte[] signed = [.. "portal audit export"u8, 1, .. SHA256.HashData(Encoding.UTF8.GetBytes(lines[0]))];
        key.VerifyData(signed, signature.GetProperty("signature").GetBytesFromBase64(), HashAlgorithmName.SHA256).ShouldBeTrue();
        return JsonDocument.Parse(lines[0]).RootElement;
    }

    // How many leaves lead to a checkpoint of the manifest, by the functions that the rest of the product proves with.
    public static int Proven(Dictionary<string, string> files, JsonElement manifest)
    {
        var checkpoints = manifest.GetProperty("checkpoints").EnumerateArray().ToDictionary(one => one.GetProperty("epoch").GetGuid());
        var said = Exporting.Lines(files.GetValueOrDefault("entries.ndjson", "")).Select(text => JsonDocument.Parse(text).RootElement).ToDictionary(line => line.GetProperty("id").GetGuid(), line => OfflineLeaf.Of(line));
        IEnumerable<string> Said(JsonElement proof) => said.Count == 0 ? [] : proof.GetProperty("entries").EnumerateArray().Select(one => Convert.ToHexStringLower(said[one.GetProperty("id").GetGuid()]));
        var proven = 0;
        foreach (var line in Exporting.Lines(files["proofs.ndjson"]).Select(text => JsonDocument.Parse(text).RootElement).Where(line => line.GetProperty("state").GetString() == "proven"))
        {
            var stored = line.GetProperty("block");
            var chosen = line.GetProperty("entries").EnumerateArray().ToDictionary(one => one.GetProperty("place").GetInt32(), LeafOf);
            Said(line).ShouldBe(chosen.Values.Where(_ => said.Count > 0).Select(Convert.ToHexStringLower));
            MerkleSet.Root(stored.GetProperty("count").GetInt32(), chosen, [.. line.GetProperty("hashes").EnumerateArray().Select(Bytes)]).ShouldBe(Bytes(stored.GetProperty("root")));
            var block = new AuditBlock(
                stored.GetProperty("epoch").GetGuid(), stored.GetProperty("number").GetInt64(), stored.GetProperty("sealedAt").GetDateTimeOffset(), stored.GetProperty("count").GetInt64(),
                Bytes(stored.GetProperty("previous")), Bytes(stored.GetProperty("root")));
            var checkpoint = checkpoints[block.Epoch];
            MerkleProof.Includes(
                checkpoint.GetProperty("root").GetBytesFromBase64(), checkpoint.GetProperty("size").GetInt64(), block.Number, block.LeafHash(),
                [.. line.GetProperty("path").EnumerateArray().Select(Bytes)]).ShouldBeTrue();
            proven += chosen.Count;
        }

        return proven;
    }

    // Where the file does not hold what a leaf is computed from, the proof holds its commitments.
    private static byte[] LeafOf(JsonElement entry) => entry.TryGetProperty("commitments", out var commitments)
        ? OfflineLeaf.Of(entry, [.. commitments.EnumerateArray().Select(Bytes)]) : Bytes(entry.GetProperty("leaf"));

    public static long Number(JsonElement manifest, string name) => manifest.GetProperty(name).GetInt64();

    private static byte[] Bytes(JsonElement hex) => Convert.FromHexString(hex.GetString()!);

    public static string Sha(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

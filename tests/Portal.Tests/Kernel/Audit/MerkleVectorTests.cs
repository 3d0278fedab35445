using System.Text.Json;
using Portal.Kernel.Audit;
using Xunit.Abstractions;

namespace Portal.Tests.Kernel.Audit;

/// <summary>Leaf hashes, roots and proofs in the public RFC 6962 vectors.</summary>
[Trait("Norm", "164.312(c)")]
public sealed class MerkleVectorTests(ITestOutputHelper output)
{
    // The inputs of the tree that the vectors were made from (the usual ones of RFC 6962 implementations).
    private static readonly byte[][] Leaves =
    [
        .. new[] { "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f" }
            .Select(hex => AuditLeaf.Hash(Convert.FromHexString(hex))),
    ];

    [SharedDataFact("vectors/rfc6962-merkle")]
    public void The_leaf_hashes_and_roots_of_every_positive_vector_are_ours()
    {
        var vectors = Positive("inclusion").Concat(Positive("subtreeinclusion")).ToList();
        foreach (var vector in vectors)
        {
            var start = vector.TryGetProperty("start", out var from) ? from.GetInt32() : 0;
            var end = vector.TryGetProperty("end", out var to) ? to.GetInt32() : vector.GetProperty("treeSize").GetInt32();
            Leaves[vector.GetProperty("leafIdx").GetInt32()].ShouldBe(vector.GetProperty("leafHash").GetBytesFromBase64());
            MerkleTree.Root(Leaves.AsSpan(start..end)).ShouldBe(vector.GetProperty("root").GetBytesFromBase64());
        }

        output.WriteLine($"inclusion: {vectors.Count} vectors");
        vectors.Count.ShouldBeGreaterThanOrEqualTo(10);
    }

    [SharedDataFact("vectors/rfc6962-merkle")]
    public void Both_roots_of_every_positive_consistency_vector_are_ours()
    {
        var vectors = Positive("consistency").Where(vector => vector.GetProperty("size1").GetInt32() > 0).ToList();
        foreach (var vector in vectors)
        {
            MerkleTree.Root(Leaves.AsSpan(0, vector.GetProperty("size1").GetInt32())).ShouldBe(vector.GetProperty("root1").GetBytesFromBase64());
            MerkleTree.Root(Leaves.AsSpan(0, vector.GetProperty("size2").GetInt32())).ShouldBe(vector.GetProperty("root2").GetBytesFromBase64());
        }

        output.WriteLine($"consistency: {vectors.Count} vectors");
        vectors.Count.ShouldBeGreaterThanOrEqualTo(5);
    }

    [SharedDataFact("vectors/rfc6962-merkle")]
    public void Every_inclusion_proof_is_judged_as_its_vector_says()
    {
        var vectors = All("inclusion").ToList();
        foreach (var (name, vector) in vectors)
        {
            MerkleProof.Includes(Bytes(vector, "root"), Number(vector, "treeSize"), Number(vector, "leafIdx"), Bytes(vector, "leafHash"), Path(vector))
                .ShouldBe(!vector.GetProperty("wantErr").GetBoolean(), name);
        }

        output.WriteLine($"inclusion: {vectors.Count} vectors");
        vectors.Count.ShouldBeGreaterThanOrEqualTo(90);
    }

    [SharedDataFact("vectors/rfc6962-merkle")]
    public void Every_consistency_proof_is_judged_as_its_vector_says()
    {
        var vectors = All("consistency").ToList();
        foreach (var (name, vector) in vectors)
        {
            MerkleProof.Extends(Number(vector, "size1"), Number(vector, "size2"), Bytes(vector, "root1"), Bytes(vector, "root2"), Path(vector))
                .ShouldBe(!vector.GetProperty("wantErr").GetBoolean(), name);
        }

        output.WriteLine($"consistency: {vectors.Count} vectors");
        vectors.Count.ShouldBeGreaterThanOrEqualTo(80);
    }

    [SharedDataFact("vectors/rfc6962-merkle")]
    public void The_proofs_of_the_positive_vectors_are_those_that_we_make()
    {
        foreach (var vector in Positive("inclusion"))
        {
            Made(MerklePath.Inclusion(Number(vector, "leafIdx"), Number(vector, "treeSize"))).ShouldBe(Path(vector).Select(Convert.ToHexString));
        }

        foreach (var vector in Positive("consistency"))
        {
            Made(MerklePath.Consistency(Number(vector, "size1"), Number(vector, "size2"))).ShouldBe(Path(vector).Select(Convert.ToHexString));
        }

        static IEnumerable<string> Made(IEnumerable<MerkleRange> path) =>
            path.Select(range => Convert.ToHexString(MerkleTree.Root(Leaves.AsSpan((int)range.Start, (int)range.Size))));
    }

    [Fact]
    public void The_root_over_nothing_is_the_hash_of_nothing() =>
        Convert.ToHexStringLower(MerkleTree.Root([])).ShouldBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    private static IEnumerable<(string Name, JsonElement Vector)> All(string kind) =>
        Directory.EnumerateFiles(SharedData.PathOf($"vectors/rfc6962-merkle/testdata/{kind}"), "*.json", SearchOption.AllDirectories)
            .Select(file => (file, JsonDocument.Parse(File.ReadAllBytes(file)).RootElement));

    private static byte[] Bytes(JsonElement vector, string name) => vector.GetProperty(name).GetBytesFromBase64();

    private static IReadOnlyList<byte[]> Path(JsonElement vector) =>
        vector.GetProperty("proof") is { ValueKind: JsonValueKind.Array } proof ? [.. proof.EnumerateArray().Select(hash => hash.GetBytesFromBase64())] : [];

    // A size above 2^63 is no size.
    private static long Number(JsonElement vector, string name) => unchecked((long)vector.GetProperty(name).GetUInt64());

    private static IEnumerable<JsonElement> Positive(string kind) =>
        Directory.EnumerateFiles(SharedData.PathOf($"vectors/rfc6962-merkle/testdata/{kind}"), "happy-path.json", SearchOption.AllDirectories)
            .Select(file => JsonDocument.Parse(File.ReadAllBytes(file)).RootElement)
            .Where(vector => !vector.GetProperty("wantErr").GetBoolean());
}

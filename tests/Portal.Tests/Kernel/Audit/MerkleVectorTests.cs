using System.Text.Json;
using Portal.Kernel.Audit;
using Xunit.Abstractions;

namespace Portal.Tests.Kernel.Audit;

/// <summary>Leaf hashes and roots in the public RFC 6962 vectors; their proofs come with the sealed blocks.</summary>
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

    [Fact]
    public void The_root_over_nothing_is_the_hash_of_nothing() =>
        Convert.ToHexStringLower(MerkleTree.Root([])).ShouldBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    private static IEnumerable<JsonElement> Positive(string kind) =>
        Directory.EnumerateFiles(SharedData.PathOf($"vectors/rfc6962-merkle/testdata/{kind}"), "happy-path.json", SearchOption.AllDirectories)
            .Select(file => JsonDocument.Parse(File.ReadAllBytes(file)).RootElement)
            .Where(vector => !vector.GetProperty("wantErr").GetBoolean());
}

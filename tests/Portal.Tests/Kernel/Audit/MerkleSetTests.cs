using System.Security.Cryptography;
using Portal.Kernel.Audit;

namespace Portal.Tests.Kernel.Audit;

[Trait("Norm", "164.312(c)")]
public sealed class MerkleSetTests
{
    [Fact]
    public void Any_leaves_of_a_tree_of_any_size_make_its_root_with_the_hashes_of_the_rest_and_others_do_not()
    {
        var random = new Random(5);
        for (var size = 1; size <= 40; size++)
        {
            byte[][] leaves = [.. Enumerable.Range(0, size).Select(number => AuditLeaf.Hash([(byte)number]))];
            var chosen = Enumerable.Range(0, size).Where(_ => random.Next(3) == 0).DefaultIfEmpty(size / 2).ToHashSet();
            var (proof, mine) = (MerkleSet.Prove(leaves, chosen), chosen.ToDictionary(number => number, number => leaves[number]));

            MerkleSet.Root(size, mine, proof).ShouldBe(MerkleTree.Root(leaves));
            MerkleSet.Root(size, mine, [.. proof, SHA256.HashData([])]).ShouldBeNull();
            if (proof.Count > 0)
            {
                MerkleSet.Root(size, mine, [.. proof.Skip(1)]).ShouldBeNull();
            }

            mine[chosen.First()] = SHA256.HashData([]);
            MerkleSet.Root(size, mine, proof).ShouldNotBe(MerkleTree.Root(leaves));
        }
    }

    [Fact]
    public void One_leafs_hashes_are_those_of_its_audit_path_and_of_all_leaves_there_are_none()
    {
        byte[][] leaves = [.. Enumerable.Range(0, 7).Select(number => AuditLeaf.Hash([(byte)number]))];
        MerkleSet.Prove(leaves, new HashSet<int> { 4 }).Order(Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)))
            .ShouldBe(MerklePath.Inclusion(4, 7).Select(range => MerkleTree.Root(leaves.AsSpan((int)range.Start, (int)range.Size))).Order(Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b))));
        MerkleSet.Prove(leaves, Enumerable.Range(0, 7).ToHashSet()).ShouldBeEmpty();
        MerkleSet.Root(3, new Dictionary<int, byte[]> { [3] = leaves[3] }, []).ShouldBeNull();
    }
}

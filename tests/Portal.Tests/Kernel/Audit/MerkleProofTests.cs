using System.Security.Cryptography;
using Portal.Kernel.Audit;

namespace Portal.Tests.Kernel.Audit;

/// <summary>The tree against the recursive definition of RFC 6962 section 2.1, at every size up to one where all shapes of its right edge occur.</summary>
[Trait("Norm", "164.312(c)")]
public sealed class MerkleProofTests
{
    private const int Most = 40;

    private static readonly byte[][] Leaves = [.. Enumerable.Range(0, Most).Select(number => AuditLeaf.Hash([(byte)number]))];

    [Fact]
    public void Roots_are_those_of_the_definition()
    {
        for (var size = 0; size <= Most; size++)
        {
            MerkleTree.Root(Leaves.AsSpan(0, size)).ShouldBe(Defined(Leaves.AsSpan(0, size)));
        }
    }

    [Fact]
    public void Every_leaf_of_every_tree_is_proven_and_no_other_leaf_by_its_proof()
    {
        for (var size = 1; size <= Most; size++)
        {
            var root = MerkleTree.Root(Leaves.AsSpan(0, size));
            for (var leaf = 0; leaf < size; leaf++)
            {
                var path = Made(MerklePath.Inclusion(leaf, size));
                MerkleProof.Includes(root, size, leaf, Leaves[leaf], path).ShouldBeTrue();
                MerkleProof.Includes(root, size, leaf, Leaves[(leaf + 1) % Most], path).ShouldBeFalse();
                MerkleProof.Includes(root, size, (leaf + 1) % size, Leaves[leaf], path).ShouldBe(size == 1);
            }
        }
    }

    [Fact]
    public void Every_tree_is_proven_to_extend_each_older_one_and_no_other()
    {
        for (var newer = 1; newer <= Most; newer++)
        {
            var root = MerkleTree.Root(Leaves.AsSpan(0, newer));
            for (var older = 1; older <= newer; older++)
            {
                var path = Made(MerklePath.Consistency(older, newer));
                MerkleProof.Extends(older, newer, MerkleTree.Root(Leaves.AsSpan(0, older)), root, path).ShouldBeTrue();
                MerkleProof.Extends(older, newer, MerkleTree.Root(Leaves.AsSpan(1, older - 1)), root, path).ShouldBeFalse();
            }
        }
    }

    [Fact]
    public void A_tree_goes_on_from_its_complete_subtrees_and_takes_whole_subtrees()
    {
        for (var size = 0; size <= Most; size++)
        {
            var frontier = MerkleFrontier.At(size, MerkleRange.Cover(0, size).Select(Hash));
            foreach (var node in MerkleRange.Cover(size, Most - size))
            {
                frontier.Append(Hash(node), node.Level);
            }

            frontier.Root().ShouldBe(MerkleTree.Root(Leaves));
        }
    }

    [Fact]
    public void A_leaf_completes_the_subtrees_that_end_with_it()
    {
        var frontier = new MerkleFrontier();
        for (var leaf = 0; leaf < Most; leaf++)
        {
            var completed = frontier.Append(Leaves[leaf]);
            for (var level = 0; level < completed.Count; level++)
            {
                var node = new MerkleNode(level, leaf >> level);
                node.LastLeaf.ShouldBe(leaf);
                completed[level].ShouldBe(Hash(node));
            }
        }
    }

    private static byte[] Hash(MerkleNode node) => Defined(Leaves.AsSpan((int)(node.Index << node.Level), 1 << node.Level));

    private static byte[][] Made(IEnumerable<MerkleRange> path) => [.. path.Select(range => Defined(Leaves.AsSpan((int)range.Start, (int)range.Size)))];

    private static byte[] Defined(ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length < 2)
        {
            return leaves.Length == 0 ? SHA256.HashData([]) : leaves[0];
        }

        var split = (int)MerkleRange.Split(leaves.Length);
        return SHA256.HashData([1, .. Defined(leaves[..split]), .. Defined(leaves[split..])]);
    }
}

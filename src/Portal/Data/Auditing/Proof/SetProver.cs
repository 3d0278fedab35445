using Portal.Data.Auditing.Retirement;
using Portal.Data.Auditing.Sealing;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Data.Auditing.Proof;

/// <summary>Proves many entries together, block by block, up to checkpoints that were fixed before: for files that leave the portal.</summary>
internal sealed class SetProver(PortalInstance instance, BlockBook book)
{
    private const int Several = 20;

    private readonly DataKey salts = instance.Keys.Of(KeyUse.AuditSalts);
    private readonly RetirementBook retired = new(instance.Database, instance.Keys);
    private readonly EpochSeal seals = new(instance.Keys);

    /// <summary>The newest checkpoint; <c>null</c> before the first.</summary>
    public async Task<SignedCheckpoint?> NewestAsync(CancellationToken cancel) =>
        await EpochsAsync(cancel) is [.., var last] ? await LargestAsync(last.Id, cancel) : null;

    /// <summary>What proofs lead to: of the given epoch the checkpoint of the given size, of each epoch before it the last one.</summary>
    public async Task<ProofBase> BaseAsync(Guid? epoch, long size, CancellationToken cancel)
    {
        var checkpoints = new Dictionary<Guid, SignedCheckpoint>();
        var epochs = await EpochsAsync(cancel);
        foreach (var one in epochs.TakeWhile(one => epoch is not null && one.Id != epoch))
        {
            Add(checkpoints, await LargestAsync(one.Id, cancel));
        }

        if (epoch is { } newest)
        {
            Add(checkpoints, (await book.CheckpointsAsync(newest, size, size, cancel)).SingleOrDefault(IsSigned));
        }

        return new ProofBase(epochs, checkpoints);
    }

    /// <summary>What opens the leaf of an entry.</summary>
    public LeafOpening Open(AuditEntry entry) => AuditLeaf.Open(entry, salts);

    /// <summary>The proofs of some entries, in the order of sealing.</summary>
    public async Task<IReadOnlyList<SetProof>> ProveAsync(IEnumerable<PlacedEntry> entries, ProofBase to, CancellationToken cancel)
    {
        var (proofs, rest) = (new List<SetProof>(), new Queue<PlacedEntry>(entries.OrderBy(placed => placed.Position)));
        while (rest.TryPeek(out var first))
        {
            var epoch = to.Epochs.LastOrDefault(one => one.After < first.Position);
            var block = epoch is null ? null : await book.BlockAtAsync(epoch.Id, first.Position, cancel);
            var end = epoch is null ? null : to.Epochs.FirstOrDefault(one => one.Number > epoch.Number);
            var some = new List<PlacedEntry>();
            while (rest.TryPeek(out var next) && IsWith(next, first, block, end))
            {
                some.Add(rest.Dequeue());
            }

            proofs.Add(block is null || !to.Checkpoints.TryGetValue(block.Block.Epoch, out var checkpoint) || block.Block.Number >= checkpoint.Checkpoint.Size
                ? SetProof.Without(some, SetProofState.NotSealed)
                : await InBlockAsync(some, block, epoch!, checkpoint.Checkpoint, cancel));
        }

        return proofs;
    }

    private static bool IsWith(PlacedEntry next, PlacedEntry first, SealedBlock? block, AuditEpoch? end) =>
        next.Position == first.Position || (block is null ? end is null || !(end.After < next.Position) : !(block.Last < next.Position));

    private async Task<SetProof> InBlockAsync(List<PlacedEntry> some, SealedBlock stored, AuditEpoch epoch, Checkpoint checkpoint, CancellationToken cancel)
    {
        var block = stored.Block;
        if ((block.Number == 0 ? epoch.After : (await book.BlockAsync(block.Epoch, block.Number - 1, cancel))?.Last) is not { } after)
        {
            return SetProof.Without(some, SetProofState.Broken);
        }

        var (leaves, there) = (new List<byte[]>(), new List<LogPosition>());
        await foreach (var one in instance.Database.Seals.ReadAsync(after, stored.Last, cancel))
        {
            there.Add(one.Position);
            leaves.Add(AuditLeaf.Hash(AuditLeaf.Data(one.Entry, salts)));
            if (leaves.Count > block.Count)
            {
                return SetProof.Without(some, SetProofState.Broken); // however many come, it does not hold
            }
        }

        var places = there.Zip(await retired.FillAsync(block, leaves, cancel)).ToDictionary(one => one.First, one => one.Second);
        var path = await book.PathAsync(block.Epoch, MerklePath.Inclusion(block.Number, checkpoint.Size), cancel);
        var isWhole = block.IsWhole && path is not null && MerkleTree.Root([.. leaves]).AsSpan().SequenceEqual(block.Root) && leaves.Count == block.Count
            && MerkleProof.Includes(checkpoint.Root, checkpoint.Size, block.Number, block.LeafHash(), path) && some.All(placed => places.ContainsKey(placed.Position));
        if (!isWhole)
        {
            return SetProof.Without(some, SetProofState.Broken);
        }

        var mine = some.Select(placed => (placed.Entry, Place: places[placed.Position])).ToList();
        return new SetProof(SetProofState.Proven, mine, block, path!, MerkleSet.Prove([.. leaves], mine.Select(one => one.Place).ToHashSet()));
    }

    private async Task<List<AuditEpoch>> EpochsAsync(CancellationToken cancel) => [.. (await book.EpochsAsync(cancel)).Where(seals.Holds)];

    // Whoever may add rows may add one that nobody signed, of any size: it says nothing, and the largest signed one counts.
    private async Task<SignedCheckpoint?> LargestAsync(Guid epoch, CancellationToken cancel)
    {
        var (below, signed) = (long.MaxValue, (SignedCheckpoint?)null);
        while (signed is null && instance.CheckpointKey is not null && await book.CheckpointsBelowAsync(epoch, below, Several, cancel) is { Count: > 0 } some)
        {
            (below, signed) = (some[^1].Checkpoint.Size, some.FirstOrDefault(IsSigned));
        }

        return signed;
    }

    private bool IsSigned(SignedCheckpoint one) => instance.CheckpointKey?.Signed(one) is true;

    private static void Add(Dictionary<Guid, SignedCheckpoint> checkpoints, SignedCheckpoint? signed)
    {
        if (signed is not null)
        {
            checkpoints[signed.Checkpoint.Epoch] = signed;
        }
    }
}

/// <summary>What proofs lead to.</summary>
/// <param name="Epochs">The epochs in their order.</param>
/// <param name="Checkpoints">One checkpoint of each.</param>
internal sealed record ProofBase(IReadOnlyList<AuditEpoch> Epochs, IReadOnlyDictionary<Guid, SignedCheckpoint> Checkpoints);

/// <summary>How far a proof reaches.</summary>
internal enum SetProofState
{
    /// <summary>Up to a signed checkpoint.</summary>
    Proven = 1,

    /// <summary>No block under the checkpoint holds these entries.</summary>
    NotSealed = 2,

    /// <summary>What is stored is not what was sealed: verify the log.</summary>
    Broken = 3,
}

/// <summary>A proof of some entries of one block.</summary>
/// <param name="State">How far it reaches.</param>
/// <param name="Entries">The entries with their numbers in the block, from 0.</param>
/// <param name="Block">The block.</param>
/// <param name="Path">From the block to the checkpoint's root.</param>
/// <param name="Hashes">For the block's root, see <see cref="MerkleSet"/>.</param>
internal sealed record SetProof(SetProofState State, IReadOnlyList<(AuditEntry Entry, int Place)> Entries, AuditBlock? Block, IReadOnlyList<byte[]> Path, IReadOnlyList<byte[]> Hashes)
{
    public static SetProof Without(IEnumerable<PlacedEntry> some, SetProofState state) => new(state, [.. some.Select(placed => (placed.Entry, 0))], null, [], []);
}

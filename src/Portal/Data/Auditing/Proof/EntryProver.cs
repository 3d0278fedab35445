using Portal.Data.Auditing.Retirement;
using Portal.Data.Auditing.Sealing;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Data.Auditing.Proof;

/// <summary>Makes the proof of one entry: the rows of its block, and some hashes of the tree (RFC 6962 section 2.1.1).</summary>
internal sealed class EntryProver(PortalInstance instance, AuditLog audit, BlockBook book)
{
    private readonly DataKey salts = instance.Keys.Of(KeyUse.AuditSalts);
    private readonly RetirementBook retired = new(instance.Database, instance.Keys);
    private readonly EpochSeal epochs = new(instance.Keys);

    /// <summary>The proof, checked as whoever gets it would; <c>null</c> where there is no such entry.</summary>
    public async Task<ProvenEntry?> ProveAsync(Guid entry, CancellationToken cancel)
    {
        var (known, find) = (book.EpochsAsync(cancel), instance.Database.Seals.FindAsync(entry, cancel));
        await Task.WhenAll(known, find);
        var (found, all) = (await find, await known);
        if (found is not { } placed)
        {
            return null;
        }

        var epoch = all.LastOrDefault(one => epochs.Holds(one) && one.After < placed.Position);
        var before = epoch is null ? Task.FromResult<SealedBlock?>(null) : book.BlockBeforeAsync(epoch.Id, placed.Position, cancel);
        var at = epoch is null ? Task.FromResult<SealedBlock?>(null) : book.BlockAtAsync(epoch.Id, placed.Position, cancel);
        await Task.WhenAll(before, at);
        var block = await at;
        var after = AfterOf(block, await before, epoch);
        var proof = new ProvenEntry(LeafOf(placed), audit.Holds(placed.Signed), block?.Block, 0, [], null, []);
        return block is null ? proof : await InBlockAsync(proof, placed, block, after, cancel);
    }

    private async Task<ProvenEntry> InBlockAsync(ProvenEntry proof, PlacedEntry placed, SealedBlock stored, LogPosition? after, CancellationToken cancel)
    {
        var block = stored.Block;
        if (!block.IsWhole)
        {
            return proof with { Holds = false, Block = null };
        }

        if (after is not { } begin)
        {
            return proof with { Holds = false };
        }

        // The way up from the block does not depend on what is in it: both are read at once.
        var (read, up) = (LeavesAsync(placed, begin, stored, cancel), WayUpAsync(block, cancel));
        await Task.WhenAll(read, up);
        var (at, leaves) = await read;
        if (at < 0 || leaves.Count > block.Count)
        {
            return proof with { Holds = false };
        }

        var places = await retired.FillAsync(block, leaves, cancel);
        if (at >= places.Count)
        {
            return proof with { Holds = false }; // more than were left of it
        }

        at = places[at];
        var all = leaves.ToArray();
        byte[][] path = [.. MerklePath.Inclusion(at, all.Length).Select(range => MerkleTree.Root(all.AsSpan((int)range.Start, (int)range.Size)))];
        var holds = proof.Holds && MerkleProof.Includes(block.Root, block.Count, at, proof.LeafHash, path);
        return UnderCheckpoint(proof with { Place = at + 1, EntryPath = path, Holds = holds }, block, await up);
    }

    // The leaves of what lies where the block says, and the entry's number among them; negative where it is not there.
    private async Task<(int At, List<byte[]> Leaves)> LeavesAsync(PlacedEntry placed, LogPosition after, SealedBlock stored, CancellationToken cancel)
    {
        var (at, leaves) = (-1, new List<byte[]>());
        await foreach (var one in instance.Database.Seals.ReadAsync(after, stored.Last, cancel))
        {
            at = one.Position == placed.Position ? leaves.Count : at;
            leaves.Add(LeafOf(one));
            if (leaves.Count > stored.Block.Count)
            {
                break; // not its entries, or not its place: however many come, it does not hold
            }
        }

        return (at, leaves);
    }

    // Where the block's entries begin; null where the block before it is missing.
    private static LogPosition? AfterOf(SealedBlock? block, SealedBlock? before, AuditEpoch? epoch) =>
        block?.Block.Number == 0 ? epoch?.After : before is not null && before.Block.Number + 1 == block?.Block.Number ? before.Last : null;

    private async Task<(SignedCheckpoint Signed, byte[][]? Path)?> WayUpAsync(AuditBlock block, CancellationToken cancel) =>
        await book.CheckpointFromAsync(block.Epoch, block.Number + 1, cancel) is { } signed
            ? (signed, await book.PathAsync(block.Epoch, MerklePath.Inclusion(block.Number, signed.Checkpoint.Size), cancel))
            : null;

    private ProvenEntry UnderCheckpoint(ProvenEntry proof, AuditBlock block, (SignedCheckpoint Signed, byte[][]? Path)? up)
    {
        if (up is not var (signed, path))
        {
            return proof;
        }

        var checkpoint = signed.Checkpoint;
        var holds = path is not null && MerkleProof.Includes(checkpoint.Root, checkpoint.Size, block.Number, block.LeafHash(), path) && instance.CheckpointKey?.Signed(signed) is true;
        return proof with { Checkpoint = signed, PublicKey = instance.CheckpointKey?.PublicKey ?? [], BlockPath = path ?? [], Holds = proof.Holds && holds };
    }

    private byte[] LeafOf(PlacedEntry placed) => AuditLeaf.Hash(AuditLeaf.Data(placed.Entry, salts));
}

/// <summary>A proof of an entry, as far as it reaches.</summary>
/// <param name="LeafHash">The entry's leaf hash.</param>
/// <param name="Holds">Whether all of it is true.</param>
/// <param name="Block">The block; <c>null</c> while it is not sealed.</param>
/// <param name="Place">The entry's place in the block, from 1.</param>
/// <param name="EntryPath">From the entry to the block's root.</param>
/// <param name="Checkpoint">The first checkpoint over the block.</param>
/// <param name="BlockPath">From the block to the checkpoint's root.</param>
internal sealed record ProvenEntry(byte[] LeafHash, bool Holds, AuditBlock? Block, int Place, byte[][] EntryPath, SignedCheckpoint? Checkpoint, byte[][] BlockPath)
{
    /// <summary>The public part of the key that signed the checkpoint (SubjectPublicKeyInfo, DER).</summary>
    public byte[] PublicKey { get; init; } = [];
}

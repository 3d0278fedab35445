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
        var (known, find) = (book.EpochsAsync(cancel), instance.Database.Seals.PlaceOfAsync(entry, cancel));
        await Task.WhenAll(known, find);
        var (found, all) = (await find, await known);
        if (found is not { } place)
        {
            return null;
        }

        var epoch = all.LastOrDefault(one => epochs.Holds(one) && one.After < place);
        var before = epoch is null ? Task.FromResult<SealedBlock?>(null) : book.BlockBeforeAsync(epoch.Id, place, cancel);
        var at = epoch is null ? Task.FromResult<SealedBlock?>(null) : book.BlockAtAsync(epoch.Id, place, cancel);
        await Task.WhenAll(before, at);
        var block = await at;
        var proven = block is { Block.IsWhole: true } && AfterOf(block, await before, epoch) is { } begin ? await InBlockAsync(place, block, begin, cancel) : null;
        return proven ?? await AloneAsync(entry, block?.Block, cancel);
    }

    // Not sealed yet, which is no fault; or where the block says there is something else.
    private async Task<ProvenEntry?> AloneAsync(Guid entry, AuditBlock? block, CancellationToken cancel) =>
        await instance.Database.Seals.FindAsync(entry, cancel) is { } placed
            ? new ProvenEntry(LeafOf(placed), block is null && audit.Holds(placed.Signed), block is { IsWhole: true } ? block : null, 0, [], null, [])
            : null;

    // Null where the entry is not in its place, or the block's are not all there.
    private async Task<ProvenEntry?> InBlockAsync(LogPosition place, SealedBlock stored, LogPosition begin, CancellationToken cancel)
    {
        // The way up from the block does not depend on what is in it: both are read at once.
        var block = stored.Block;
        var (read, up) = (LeavesAsync(place, begin, stored, cancel), WayUpAsync(block, cancel));
        await Task.WhenAll(read, up);
        var (at, placed, leaves) = await read;
        if (placed is null || leaves.Count > block.Count)
        {
            return null;
        }

        var own = leaves[at];
        var places = await retired.FillAsync(block, leaves, cancel);
        if (at >= places.Count)
        {
            return null; // more than were left of it
        }

        at = places[at];
        var all = leaves.ToArray();
        byte[][] path = [.. MerklePath.Inclusion(at, all.Length).Select(range => MerkleTree.Root(all.AsSpan((int)range.Start, (int)range.Size)))];
        var holds = audit.Holds(placed.Signed) && MerkleProof.Includes(block.Root, block.Count, at, own, path);
        return UnderCheckpoint(new ProvenEntry(own, holds, block, at + 1, path, null, []), block, await up);
    }

    // The leaves of what lies where the block says, and the entry with its number among them.
    private async Task<(int At, PlacedEntry? Placed, List<byte[]> Leaves)> LeavesAsync(LogPosition place, LogPosition after, SealedBlock stored, CancellationToken cancel)
    {
        var (at, placed, leaves) = (-1, (PlacedEntry?)null, new List<byte[]>());
        await foreach (var one in instance.Database.Seals.ReadAsync(after, stored.Last, cancel))
        {
            (at, placed) = one.Position == place ? (leaves.Count, one) : (at, placed);
            leaves.Add(LeafOf(one));
            if (leaves.Count > stored.Block.Count)
            {
                break; // not its entries, or not its place: however many come, it does not hold
            }
        }

        return (at, placed, leaves);
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

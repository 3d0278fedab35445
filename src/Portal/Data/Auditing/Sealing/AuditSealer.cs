using Portal.Kernel;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Data.Auditing.Sealing;

/// <summary>
/// Seals what finished transactions wrote into blocks, in one transaction that one node at a time can have, and signs a checkpoint for each minute of
/// activity (ADR 0007, 0050; 45 CFR 164.312(c)(1)).
/// </summary>
internal sealed class AuditSealer(PortalInstance instance, AuditLog audit, TimeProvider clock, TimeSpan? betweenCheckpoints = null)
{
    /// <summary>Entries taken in one transaction.</summary>
    internal const int MostEntries = 5_000;

    public static readonly TimeSpan BetweenCheckpoints = TimeSpan.FromMinutes(1);

    private readonly DataKey salts = instance.Keys.Of(KeyUse.AuditSalts);
    private readonly EpochSeal epochs = new(instance.Keys);
    private AuditBlock? seen;
    private Checkpoint? seenCheckpoint;
    private int seenEpoch = -1;

    /// <summary>One transaction of sealing; nothing where another node is at it.</summary>
    /// <param name="least">So many entries are worth a block; fewer wait for more.</param>
    /// <param name="cancel">Gives up; what was not committed is sealed later.</param>
    public async Task<SealRound> SealAsync(int least, CancellationToken cancel)
    {
        await using var turn = await instance.Database.Seals.TryTakeTurnAsync(cancel);
        if (turn is null)
        {
            return SealRound.Nothing;
        }

        var head = await turn.HeadAsync(cancel);
        if (await RefusalAsync(turn, head, cancel) is var trouble and not SealTrouble.None)
        {
            return SealRound.Refused(trouble);
        }

        seenEpoch = head.Epoch?.Number ?? seenEpoch;
        var round = await SealAsync(turn, head, least, cancel);
        if (round.Trouble is not SealTrouble.BlocksChanged && (round.Entries > 0 || head.Epoch is not null))
        {
            await turn.CommitAsync(cancel);
        }

        return round;
    }

    /// <summary>Where sealing stands, and how many committed entries are after it, whether they could be sealed already or not.</summary>
    public async Task<(LogPosition Place, long Unsealed)> CountUnsealedAsync(int most, CancellationToken cancel)
    {
        var place = await SealedTo.PlaceAsync(instance.Database, cancel);
        return (place, await instance.Database.Seals.CountAfterAsync(place, most, cancel));
    }

    /// <summary>Begins a new epoch that names the last checkpoint of the old one, as a restore does. Entries that are there and not sealed belong to it.</summary>
    /// <param name="named">The last checkpoint that is known, from the database or from outside.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidOperationException">Another node is sealing, the newest epoch is not this instance's, or the database gives smaller transaction numbers than the log holds.</exception>
    public async Task<AuditEpoch> BeginEpochAsync(SignedCheckpoint named, CancellationToken cancel)
    {
        await using var turn = await instance.Database.Seals.TryTakeTurnAsync(cancel)
            ?? throw new InvalidOperationException("Another node is sealing: stop the portal before a new epoch begins.");
        if (instance.CheckpointKey is { } key && !key.Signed(named))
        {
            throw new InvalidOperationException("The checkpoint is not signed by this instance's key: an epoch names a true one.");
        }

        if (await turn.LastPlaceAsync(cancel) is { } last && last.Xact >= turn.NextXact)
        {
            throw new InvalidOperationException(
                $"The log holds transaction {last.Xact} and the database would give {turn.NextXact} next: move its counter on (pg_resetwal) before a new epoch begins.");
        }

        var head = await turn.HeadAsync(cancel);
        if (head.Epoch is { } newest && !epochs.Holds(newest))
        {
            throw new InvalidOperationException("The newest epoch was not begun by this instance: see the runbook on a break of the audit log before a new one begins.");
        }

        var epoch = NewEpoch((head.Epoch?.Number ?? -1) + 1, head.Place, named.Checkpoint);
        await turn.AddAsync(epoch, cancel);
        await turn.CommitAsync(cancel);
        (seen, seenCheckpoint, seenEpoch) = (null, null, epoch.Number);
        return epoch;
    }

    private async Task<SealTrouble> RefusalAsync(ISealTurn turn, SealHead head, CancellationToken cancel)
    {
        if (head.Epoch is { } epoch && !epochs.Holds(epoch))
        {
            return SealTrouble.FalseEpoch; // somebody else wrote where it begins: nothing else of it can be believed
        }

        if (head.Place.Xact >= turn.NextXact)
        {
            return SealTrouble.NumbersBehind;
        }

        return WasChanged(head) || await IsGoneAsync(turn, cancel) ? SealTrouble.BlocksChanged : SealTrouble.None;
    }

    // The last block must be the tree's last leaf, and the tree's right edge must be whole; a checkpoint covers no more than there is, and no less than one before.
    private bool WasChanged(SealHead head) =>
        (head.Epoch?.Number ?? -1) < seenEpoch
        || (head.Last is { } last && !(last.Block.IsWhole && (StoredNodes.At(last.Nodes, 0)?.AsSpan().SequenceEqual(last.Block.LeafHash()) ?? false)))
        || head.Subtrees.Count != MerkleRange.Cover(0, head.Size).Count()
        || (head.Checkpoint is { } checkpoint && checkpoint.Checkpoint.Size > head.Size)
        || (seenCheckpoint is { } known && known.Epoch == head.Epoch?.Id && (head.Checkpoint is null || head.Checkpoint.Checkpoint.Size < known.Size));

    // What this node saw must still be there, however many blocks there are by now: others put in its place could be more.
    private async Task<bool> IsGoneAsync(ISealTurn turn, CancellationToken cancel) =>
        seen is { } known
        && !(await turn.BlockAsync(known.Epoch, known.Number, cancel) is { IsWhole: true } there && there.Hash().AsSpan().SequenceEqual(known.Hash()));

    // A new checkpoint vouches for the last one's blocks too.
    private static async Task<bool> FitsAsync(ISealTurn turn, SignedCheckpoint last, CheckpointKey key, CancellationToken cancel)
    {
        var (epoch, size, root, _) = last.Checkpoint;
        if (!key.Signed(last))
        {
            return false;
        }

        var subtrees = await turn.SubtreesAsync(epoch, size, cancel);
        return subtrees.Count == MerkleRange.Cover(0, size).Count() && MerkleFrontier.At(size, subtrees).Root().AsSpan().SequenceEqual(root);
    }

    private async Task<SealRound> SealAsync(ISealTurn turn, SealHead head, int least, CancellationToken cancel)
    {
        var ready = await turn.ReadyAsync(head.Place, MostEntries, cancel);
        if (ready.Count < Math.Max(least, 1))
        {
            if (!await CheckpointAsync(turn, head, maker: null, cancel))
            {
                return SealRound.Refused(SealTrouble.BlocksChanged);
            }

            Remember(head);
            return new SealRound(0, IsMore: false, ready.Count, SealTrouble.None);
        }

        var epoch = head.Epoch ?? await FirstEpochAsync(turn, cancel);
        var maker = new BlockMaker(epoch, head);
        var blocks = maker.Make([.. ready.Select(placed => (placed.Position, AuditLeaf.Hash(AuditLeaf.Data(placed.Entry, salts))))], Microseconds.Cut(clock.GetUtcNow()));
        await turn.AddAsync(blocks, cancel);
        if (!await CheckpointAsync(turn, head, maker, cancel))
        {
            return SealRound.Refused(SealTrouble.BlocksChanged);
        }

        Remember(head);
        return new SealRound(ready.Count, ready.Count == MostEntries, 0, ready.All(placed => audit.Holds(placed.Signed)) ? SealTrouble.None : SealTrouble.EntryChanged)
        {
            Oldest = ready[0].Entry.At,
        };
    }

    // What is added now counts once it is seen committed.
    private void Remember(SealHead head) => (seen, seenCheckpoint) = (head.Last?.Block ?? seen, head.Checkpoint?.Checkpoint ?? seenCheckpoint);

    private AuditEpoch NewEpoch(int number, LogPosition after, Checkpoint? named) =>
        epochs.Sealed(new AuditEpoch(Guid.CreateVersion7(clock.GetUtcNow()), number, Microseconds.Cut(clock.GetUtcNow()), after, named));

    private async Task<AuditEpoch> FirstEpochAsync(ISealTurn turn, CancellationToken cancel)
    {
        var epoch = NewEpoch(0, LogPosition.Start, named: null);
        await turn.AddAsync(epoch, cancel);
        return epoch;
    }

    // Whether the last checkpoint, where one is due after it, is one that this key signed over these blocks.
    private async Task<bool> CheckpointAsync(ISealTurn turn, SealHead head, BlockMaker? maker, CancellationToken cancel)
    {
        var now = Microseconds.Cut(clock.GetUtcNow());
        var isDue = head.Checkpoint is not { } last || now - last.Checkpoint.At >= (betweenCheckpoints ?? BetweenCheckpoints) || now < last.Checkpoint.At;
        if (instance.CheckpointKey is not { } key || !isDue || (maker?.Size ?? head.Size) <= (head.Checkpoint?.Checkpoint.Size ?? 0))
        {
            return true;
        }

        if (head.Checkpoint is { } before && !await FitsAsync(turn, before, key, cancel))
        {
            return false;
        }

        await turn.AddAsync(key.Sign((maker ?? new BlockMaker(head.Epoch!, head)).Checkpoint(now)), cancel);
        return true;
    }
}

using Portal.Kernel;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Data.Auditing.Sealing;

/// <summary>
/// Seals what finished transactions wrote into blocks, in one transaction that one node at a time can have, and signs a checkpoint for each minute of
/// activity (ADR 0007, 0050; 45 CFR 164.312(c)(1)).
/// </summary>
internal sealed class AuditSealer(PortalInstance instance, AuditLog audit, TimeProvider clock)
{
    /// <summary>Entries taken in one transaction.</summary>
    internal const int MostEntries = 5_000;

    public static readonly TimeSpan BetweenCheckpoints = TimeSpan.FromMinutes(1);

    private readonly DataKey salts = instance.Keys.Of(KeyUse.AuditSalts);
    private AuditBlock? seen;
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
        if (Refusal(turn, head) is var trouble and not SealTrouble.None)
        {
            return SealRound.Refused(trouble);
        }

        seenEpoch = head.Epoch?.Number ?? seenEpoch;
        var round = await SealAsync(turn, head, least, cancel);
        if (round.Entries > 0 || head.Epoch is not null)
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
    /// <exception cref="InvalidOperationException">Another node is sealing, or the database gives smaller transaction numbers than the log holds.</exception>
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
        var epoch = new AuditEpoch(Guid.CreateVersion7(clock.GetUtcNow()), (head.Epoch?.Number ?? -1) + 1, Microseconds.Cut(clock.GetUtcNow()), head.Place, named.Checkpoint);
        await turn.AddAsync(epoch, cancel);
        await turn.CommitAsync(cancel);
        (seen, seenEpoch) = (null, epoch.Number);
        return epoch;
    }

    private SealTrouble Refusal(ISealTurn turn, SealHead head)
    {
        if (head.Place.Xact >= turn.NextXact)
        {
            return SealTrouble.NumbersBehind;
        }

        return WasChanged(head) ? SealTrouble.BlocksChanged : SealTrouble.None;
    }

    // What this node saw must still be there, the last block must be the tree's last leaf, and the tree's right edge must be whole.
    private bool WasChanged(SealHead head) =>
        (seen is { } known && known.Epoch == head.Epoch?.Id
            && (head.Last is null || head.Last.Block.Number < known.Number || (head.Last.Block.Number == known.Number && !head.Last.Block.Hash().AsSpan().SequenceEqual(known.Hash()))))
        || (head.Epoch?.Number ?? -1) < seenEpoch
        || (head.Last is { } last && !(StoredNodes.At(last.Nodes, 0)?.AsSpan().SequenceEqual(last.Block.LeafHash()) ?? false))
        || head.Subtrees.Count != MerkleRange.Cover(0, head.Size).Count()
        || (head.Checkpoint is { } checkpoint && checkpoint.Checkpoint.Size > head.Size);

    private async Task<SealRound> SealAsync(ISealTurn turn, SealHead head, int least, CancellationToken cancel)
    {
        var ready = await turn.ReadyAsync(head.Place, MostEntries, cancel);
        if (ready.Count < Math.Max(least, 1))
        {
            await CheckpointAsync(turn, head, maker: null, cancel);
            seen = head.Last?.Block ?? seen;
            return new SealRound(0, IsMore: false, ready.Count, SealTrouble.None);
        }

        var epoch = head.Epoch ?? await FirstEpochAsync(turn, cancel);
        var maker = new BlockMaker(epoch, head);
        var blocks = maker.Make([.. ready.Select(placed => (placed.Position, AuditLeaf.Hash(AuditLeaf.Data(placed.Entry, salts))))], Microseconds.Cut(clock.GetUtcNow()));
        await turn.AddAsync(blocks, cancel);
        await CheckpointAsync(turn, head, maker, cancel);
        seen = head.Last?.Block ?? seen; // what is added now counts once it is seen committed
        return new SealRound(ready.Count, ready.Count == MostEntries, 0, ready.All(placed => audit.Holds(placed.Signed)) ? SealTrouble.None : SealTrouble.EntryChanged);
    }

    private async Task<AuditEpoch> FirstEpochAsync(ISealTurn turn, CancellationToken cancel)
    {
        var epoch = new AuditEpoch(Guid.CreateVersion7(clock.GetUtcNow()), 0, Microseconds.Cut(clock.GetUtcNow()), LogPosition.Start, Named: null);
        await turn.AddAsync(epoch, cancel);
        return epoch;
    }

    private async Task CheckpointAsync(ISealTurn turn, SealHead head, BlockMaker? maker, CancellationToken cancel)
    {
        var now = Microseconds.Cut(clock.GetUtcNow());
        var isDue = head.Checkpoint is not { } last || now - last.Checkpoint.At >= BetweenCheckpoints || now < last.Checkpoint.At;
        if (instance.CheckpointKey is not { } key || !isDue || (maker?.Size ?? head.Size) <= (head.Checkpoint?.Checkpoint.Size ?? 0))
        {
            return;
        }

        await turn.AddAsync(key.Sign((maker ?? new BlockMaker(head.Epoch!, head)).Checkpoint(now)), cancel);
    }
}

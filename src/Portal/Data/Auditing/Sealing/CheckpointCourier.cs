using Portal.Data.Auditing.Proof;
using Portal.Kernel.Audit;
using Portal.Kernel.Audit.Checkpoints;

namespace Portal.Data.Auditing.Sealing;

/// <summary>
/// Brings checkpoints to one target outside: in their order, at least once, and from where it stopped after an outage or a restart. Sealing never waits for it, and
/// neither does another target: a go is one delivery, after which it says how far it is.
/// </summary>
internal sealed class CheckpointCourier(DeliveryBook book, ICheckpointTarget target, TimeProvider clock)
{
    private volatile string? trouble;

    /// <summary>The target's id.</summary>
    public string Target => target.Id;

    /// <summary>Why the target was not reached the last time that this node tried, or that it is behind and catching up; <c>null</c> where neither is.</summary>
    public string? Trouble => trouble;

    /// <summary>One delivery of what is due. Where the database itself cannot be asked it throws: that says nothing about the target.</summary>
    public async Task<CheckpointGo> DeliverAsync(CancellationToken cancel)
    {
        var (due, isAltered) = await book.DueAsync(target.Id, target.MostAtOnce, cancel);
        if (due.Count > 0)
        {
            try
            {
                await target.DeliverAsync([.. due.Select(CheckpointLine.Of)], cancel);
                await book.TookAsync(target.Id, due[^1].Checkpoint, clock.GetUtcNow(), cancel);
            }
            catch (Exception failure) when (!cancel.IsCancellationRequested)
            {
                trouble = DeliveryTrouble.Of(failure);
                return new CheckpointGo(AgeOf(due[0]), trouble, HasMore: false, isAltered);
            }
        }

        // What it still lacks decides how far behind it is, not what it just got.
        var (rest, isRestAltered) = due.Count > 0 ? await book.DueAsync(target.Id, 1, cancel) : new DueCheckpoints([], isAltered);
        trouble = rest.Count > 0 ? DeliveryTrouble.Slow : null;
        return new CheckpointGo(rest.Count > 0 ? AgeOf(rest[0]) : TimeSpan.Zero, trouble, rest.Count > 0, isAltered || isRestAltered);
    }

    private TimeSpan AgeOf(SignedCheckpoint one) => clock.GetUtcNow() - one.Checkpoint.At;
}

/// <summary>What one go to a target came to.</summary>
/// <param name="Behind">How old the oldest checkpoint is that the target lacks now; zero for none.</param>
/// <param name="Why">Why it lacks it, see <see cref="DeliveryTrouble"/>; <c>null</c> where it lacks none.</param>
/// <param name="HasMore">Whether it took what it was brought, and more is there for it now.</param>
/// <param name="IsAltered">Whether the database holds notes or checkpoints that the portal did not write.</param>
internal sealed record CheckpointGo(TimeSpan Behind, string? Why, bool HasMore, bool IsAltered);

using System.Data.Common;
using System.Threading.Channels;
using Portal.Kernel.Audit;

namespace Portal.Data.Auditing;

/// <summary>
/// Callers wait, a batch goes in one round trip and one commit. While batches are under way on their own connections the next one gathers.
/// </summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    /// <summary>Batches under way at once: while one is encoded another is written and a third flushed. More only make the batches smaller.</summary>
    internal const int Lanes = 3;

    internal const int MaxBatch = 256;

    /// <summary>Entries that wait for a lane. Who comes later waits for a place, and not for ever.</summary>
    internal const int MaxWaiting = 8192;

    private readonly IAuditStore store;
    private readonly TimeSpan patience;
    private readonly SemaphoreSlim lanes = new(Lanes);
    private readonly Channel<Waiting> waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly Task loop;
    private int underWay;

    public GroupCommit(IAuditStore store, TimeSpan patience)
    {
        this.store = store;
        this.patience = patience;
        loop = LoopAsync();
    }

    /// <summary>Returns once the entry is durable; throws what the store threw where it is not. A caller that gives up does not take its entry back.</summary>
    /// <exception cref="TimeoutException">Nobody knows yet whether it is durable, after as long as a caller may wait.</exception>
    public async Task AppendAsync(SignedEntry entry, CancellationToken cancel)
    {
        var item = new Waiting(entry);
        if (!waiting.Writer.TryWrite(item))
        {
            await QueueAsync(item, cancel);
        }

        await item.Done.Task.WaitAsync(patience, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await loop;
        lanes.Dispose();
    }

    // So many wait already that this one waits for a place; its memory is the caller's own.
    private async Task QueueAsync(Waiting item, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(patience);
        try
        {
            await waiting.Writer.WriteAsync(item, limit.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException("Too many entries wait for the audit log.");
        }
    }

    private async Task LoopAsync()
    {
        while (await waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            await lanes.WaitAsync().ConfigureAwait(false);
            _ = CommitOnLaneAsync(Gathered());
        }

        for (var lane = 0; lane < Lanes; lane++)
        {
            await lanes.WaitAsync().ConfigureAwait(false);
        }
    }

    // An even share of all that is waiting or under way: with the whole on one lane the others would have nothing to do beside it.
    private List<Waiting> Gathered()
    {
        var share = Math.Clamp((Volatile.Read(ref underWay) + waiting.Reader.Count) / Lanes, Lanes, MaxBatch);
        var batch = new List<Waiting>(share);
        while (batch.Count < share && waiting.Reader.TryRead(out var item))
        {
            batch.Add(item);
        }

        Interlocked.Add(ref underWay, batch.Count);
        return batch;
    }

    private async Task CommitOnLaneAsync(List<Waiting> batch)
    {
        await CommitAsync(batch).ConfigureAwait(false);
        Interlocked.Add(ref underWay, -batch.Count);
        lanes.Release();
    }

    private async Task CommitAsync(List<Waiting> batch)
    {
        try
        {
            await AppendTwiceAsync([.. batch.Select(item => item.Entry)]).ConfigureAwait(false);
            batch.ForEach(item => item.Done.TrySetResult());
        }
        catch (Exception e)
        {
            await FailAsync(batch, e).ConfigureAwait(false);
        }
    }

    // One entry that the store cannot hold must not fail those that happen to share its batch: they go in halves.
    private async Task FailAsync(List<Waiting> batch, Exception why)
    {
        if (batch.Count == 1 || !IsAboutContent(why))
        {
            batch.ForEach(item => item.Fail(why));
            return;
        }

        await CommitAsync(batch[..(batch.Count / 2)]).ConfigureAwait(false);
        await CommitAsync(batch[(batch.Count / 2)..]).ConfigureAwait(false);
    }

    // SQL states 22 and 23 (data, constraints); what is no database error was raised while the values were written.
    private static bool IsAboutContent(Exception why) => why is not DbException { SqlState: not ['2', '2' or '3', ..] };

    // A connection that broke may have committed or not: the same entry ids are sent once more, and those already there are left alone.
    private async Task AppendTwiceAsync(IReadOnlyList<SignedEntry> entries)
    {
        try
        {
            await store.AppendAsync(entries, CancellationToken.None).ConfigureAwait(false);
        }
        catch (DbException e) when (e.IsTransient)
        {
            await store.AppendAsync(entries, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private sealed record Waiting(SignedEntry Entry)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Fail(Exception why)
        {
            Done.TrySetException(why);
            _ = Done.Task.Exception; // its caller may have given up
        }
    }
}

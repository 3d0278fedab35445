using System.Data.Common;
using System.Threading.Channels;
using Portal.Kernel.Audit;

namespace Portal.Data.Auditing;

/// <summary>Callers wait, a batch goes in one round trip and one commit. While one batch is under way the next one gathers.</summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    private const int MaxBatch = 512;

    private readonly IAuditStore store;
    private readonly Channel<Waiting> waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(8192) { SingleReader = true });
    private readonly Task loop;

    public GroupCommit(IAuditStore store)
    {
        this.store = store;
        loop = LoopAsync();
    }

    /// <summary>Returns once the entry is durable; throws what the store threw where it is not.</summary>
    public async Task AppendAsync(SignedEntry entry, CancellationToken cancel)
    {
        var item = new Waiting(entry);
        await waiting.Writer.WriteAsync(item, cancel);
        await item.Done.Task.WaitAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await loop;
    }

    private async Task LoopAsync()
    {
        var batch = new List<Waiting>(MaxBatch);
        while (await waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (batch.Count < MaxBatch && waiting.Reader.TryRead(out var item))
            {
                batch.Add(item);
            }

            await CommitAsync(batch).ConfigureAwait(false);
            batch.Clear();
        }
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
            batch.ForEach(item => item.Done.TrySetException(why));
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
    }
}

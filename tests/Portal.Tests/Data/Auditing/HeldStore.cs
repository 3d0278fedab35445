using System.Data.Common;
using Npgsql;
using Portal.Kernel.Audit;

namespace Portal.Tests.Data.Auditing;

/// <summary>Stands in for the outside world's refusals alone: it holds all batches back until it is opened, and refuses any with a poisoned entry.</summary>
internal sealed class HeldStore : IAuditStore, IDisposable
{
    public const string Poison = "poison";

    private readonly TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim entered = new(0);
    private int stored;
    private int largestRefused;

    public int Stored => stored;

    public int LargestRefused => largestRefused;

    /// <summary>What the next batch meets instead of being stored.</summary>
    public Queue<Exception> Breaks { get; } = new();

    public void Open() => gate.TrySetResult();

    /// <summary>Opens it, so that a group ends although its test has failed.</summary>
    public void Dispose() => Open();

    public Task NextBatchAsync() => entered.WaitAsync();

    public async Task AppendAsync(IReadOnlyList<SignedEntry> entries, CancellationToken cancel)
    {
        entered.Release();
        await gate.Task;
        if (Breaks.TryDequeue(out var why))
        {
            throw why;
        }

        if (entries.Any(signed => signed.Entry.Node == Poison))
        {
            largestRefused = Math.Max(largestRefused, entries.Count);
            throw new PostgresException("value too long", "ERROR", "ERROR", PostgresErrorCodes.StringDataRightTruncation);
        }

        Interlocked.Add(ref stored, entries.Count);
    }

    public Task AppendAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<SignedEntry> entries, CancellationToken cancel) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<SignedEntry> ReadAllAsync(CancellationToken cancel) => throw new NotSupportedException();

    public IAsyncEnumerable<SignedEntry> ReadFromAsync(DateTimeOffset from, CancellationToken cancel) => throw new NotSupportedException();
}

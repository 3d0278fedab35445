using System.Data.Common;

namespace Portal.Kernel.Audit;

/// <summary>How a database takes audit entries. Each entry comes with its MAC; an entry whose id is there already is left as it is.</summary>
internal interface IAuditStore
{
    /// <summary>Whether so many entries are being appended just now that work which nobody waits for should rest.</summary>
    bool IsBusy => false;

    /// <summary>Writes what an entry refers to and the database does not hold yet, before it joins others: what takes one entry longer must not hold up theirs.</summary>
    ValueTask PrepareAsync(AuditEntry entry) => ValueTask.CompletedTask;

    /// <summary>Appends entries in one round trip and one commit of their own; returns when they are durable.</summary>
    Task AppendAsync(IReadOnlyList<SignedEntry> entries, CancellationToken cancel);

    /// <summary>Appends entries in a transaction that also holds a change.</summary>
    Task AppendAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<SignedEntry> entries, CancellationToken cancel);

    /// <summary>Streams stored entries in the order they were made.</summary>
    IAsyncEnumerable<SignedEntry> ReadAllAsync(CancellationToken cancel) => ReadFromAsync(DateTimeOffset.MinValue, cancel);

    /// <summary>Streams stored entries from a moment on, in the order they were made.</summary>
    IAsyncEnumerable<SignedEntry> ReadFromAsync(DateTimeOffset from, CancellationToken cancel);
}

/// <summary>An entry and its MAC.</summary>
internal sealed record SignedEntry(AuditEntry Entry, byte[] Mac);

using System.Data.Common;
using System.Net.Sockets;

namespace Portal.Data.Auditing;

/// <summary>Whether the audit log takes entries, by what became of those that were written. Whoever must tell of it is woken by the first that was not taken (45 CFR 164.312(b)).</summary>
internal sealed class AuditHealth
{
    private const string DiskFull = "53100";

    // What is wrong with one entry or one transaction says nothing about the log (SQLSTATE classes 22, 23, 25, 40).
    private static readonly string[] Own = ["22", "23", "25", "40"];

    private TaskCompletionSource refused = Signal();

    /// <summary>Ends with the first entry that is not taken.</summary>
    public Task Refused => Volatile.Read(ref refused).Task;

    /// <summary>Whether entries were not taken, and nobody has found since that they are.</summary>
    public bool IsRefusing => Refused.IsCompleted;

    /// <summary>Why the last one was not taken.</summary>
    public AuditRefusal Why { get; private set; }

    /// <summary>An entry was not taken.</summary>
    public void Failed(Exception failure)
    {
        if (WhyOf(failure) is { } why)
        {
            Why = why;
            Volatile.Read(ref refused).TrySetResult();
        }
    }

    /// <summary>Entries are taken again.</summary>
    public void Mended() => Volatile.Write(ref refused, Signal());

    private static AuditRefusal? WhyOf(Exception? failure) => failure switch
    {
        null => null,
        DbException { SqlState: DiskFull } => AuditRefusal.DiskFull,
        DbException { SqlState: { } state } when Own.Any(start => state.StartsWith(start, StringComparison.Ordinal)) => null,
        DbException { IsTransient: true } or TimeoutException or SocketException or IOException => AuditRefusal.Away,
        DbException { SqlState: not null } => AuditRefusal.Refused,
        DbException => AuditRefusal.Away,
        _ => WhyOf(failure.InnerException),
    };

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Why the audit log takes no entries. The name is a finding's detail and does not change.</summary>
internal enum AuditRefusal
{
    /// <summary>The database is out of reach, or does not answer in time.</summary>
    Away,

    /// <summary>The disk is full: somebody must make space.</summary>
    DiskFull,

    /// <summary>The database refuses them: a right, a table or a month is missing, or the log is locked.</summary>
    Refused,
}

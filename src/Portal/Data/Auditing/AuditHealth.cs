using System.Data.Common;
using System.Net.Sockets;
using Portal.Data.Postgres;

namespace Portal.Data.Auditing;

/// <summary>Whether the audit log takes entries, by what became of those that were written. Whoever must tell of it is woken by the first that was not taken (45 CFR 164.312(b)).</summary>
internal sealed class AuditHealth
{
    private const string DiskFull = "53100";

    // Of the classes below, and yet none of one transaction: the whole database takes no changes, as a standby or a server whose disk fills.
    private const string ReadOnly = "25006";

    // What is wrong with one entry or one transaction says nothing about the log (SQLSTATE classes 22, 23, 25, 40).
    private static readonly string[] Own = ["22", "23", "25", "40"];

    // The server was stopped, has crashed or starts, as it does where a full disk has ended it: it refuses nothing.
    private static readonly string[] Down = ["57P01", "57P02", "57P03"];

    private TaskCompletionSource refused = Signal();
    private int seen;

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
            Interlocked.Or(ref seen, 1 << (int)why);
            Volatile.Read(ref refused).TrySetResult();
        }
    }

    /// <summary>Entries are taken again.</summary>
    /// <returns>All that kept them from it since they were taken last: a full disk often ends as a database that is out of reach.</returns>
    public IReadOnlyList<AuditRefusal> Mended()
    {
        Volatile.Write(ref refused, Signal());
        var all = Interlocked.Exchange(ref seen, 0);
        return [.. Enum.GetValues<AuditRefusal>().Where(why => (all & (1 << (int)why)) != 0)];
    }

    private static AuditRefusal? WhyOf(Exception? failure) => failure switch
    {
        null => null,
        DbException { SqlState: DiskFull } => AuditRefusal.DiskFull,
        DbException { SqlState: ReadOnly } => AuditRefusal.Refused,
        DbException when MissingMonth.Is(failure) => AuditRefusal.Refused,
        DbException { SqlState: { } state } when Down.Contains(state) => AuditRefusal.Away,
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

    /// <summary>The database refuses them: a right, a table or a month is missing, the database takes no changes at all, or the log is locked.</summary>
    Refused,
}

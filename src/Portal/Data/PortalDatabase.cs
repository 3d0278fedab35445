using Microsoft.EntityFrameworkCore.Storage;
using Portal.Data.Auditing;
using Portal.Data.Auditing.Retirement;
using Portal.Data.Postgres.Embedded;
using Portal.Data.Sealing;
using Portal.Kernel;
using Portal.Kernel.Audit;

namespace Portal.Data;

/// <summary>The seam between the two databases: everything that differs between PostgreSQL and SQL Server hangs here.</summary>
internal abstract class PortalDatabase : IAsyncDisposable
{
    /// <summary>The short name shown in messages and test names.</summary>
    public abstract string Name { get; }

    /// <summary>Appends audit entries.</summary>
    public abstract IAuditStore Audit { get; }

    /// <summary>Seals audit entries into blocks.</summary>
    /// <exception cref="NotSupportedException">This database's entries cannot be sealed.</exception>
    public virtual ISealStore Seals => throw new NotSupportedException("This database's audit log cannot be sealed.");

    /// <summary>Searches audit entries.</summary>
    public abstract IAuditReader AuditReader { get; }

    /// <summary>Counts audit entries.</summary>
    /// <exception cref="NotSupportedException">This database does not count them.</exception>
    public virtual IAuditCounts AuditCounts => throw new NotSupportedException("This database's audit log cannot be counted.");

    /// <summary>Writes many rows at once.</summary>
    public abstract IBulkWriter Bulk { get; }

    /// <summary>Whether the database answers a question; throws where it does not. A server that hangs is given up within seconds.</summary>
    public abstract Task PingAsync(CancellationToken cancel);

    /// <summary>Opens a context on the role's own pool; one for a use case, disposed by it. It has no reach: patients' tables look empty through it and take nothing.</summary>
    public abstract PortalDbContext Open(DatabaseRole role = DatabaseRole.App);

    /// <summary>Opens a context for reading blocks and checkpoints, on connections apart from those of people at work: a verification reads for minutes.</summary>
    public virtual PortalDbContext OpenForProofs() => Open();

    /// <summary>Opens a context in a transaction that reaches so far; what is read after the transaction's end is nothing again. Only the Gate and the facts it asks call it.</summary>
    public async Task<PortalDbContext> OpenAsync(Reach reach, CancellationToken cancel)
    {
        var db = Open(reach.Login);
        try
        {
            await BeginAsync(db, reach, cancel);
            return db;
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// All rows of several tables about some patients that the reach lets through, their seals checked, in the order of the questions; in one round trip where the database
    /// can. Only the facts that the Gate asks call it: every access waits for them.
    /// </summary>
    public virtual async Task<IReadOnlyList<SealedRow>> ReadAsync(Reach reach, IReadOnlyCollection<PatientId> patients, IReadOnlyList<SealedQuery> queries, CancellationToken cancel)
    {
        await using var db = await OpenAsync(reach, cancel);
        var rows = new List<SealedRow>();
        foreach (var query in queries)
        {
            rows.AddRange(await query.AskAsync(db, patients, cancel));
        }

        return rows;
    }

    /// <summary>Begins the context's transaction with this reach. A database without row security has the Gate alone and begins a plain one.</summary>
    public abstract Task<IDbContextTransaction> BeginAsync(PortalDbContext db, Reach reach, CancellationToken cancel);

    /// <summary>Makes the audit log's partitions from now on, and moves rows that lie in none of them.</summary>
    /// <returns>How many rows were moved (0 for a database without partitions), and whether some are of no month and stayed where they were.</returns>
    public virtual Task<(long Moved, bool IsSomeLeft)> KeepAuditMonthsAsync(DateTimeOffset now, int ahead, CancellationToken cancel) => Task.FromResult((0L, false));

    /// <summary>The months of the audit log that have a partition, the oldest first; none for a database without partitions.</summary>
    public virtual Task<IReadOnlyList<DateTimeOffset>> AuditMonthsAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<DateTimeOffset>>([]);

    /// <summary>The months of the audit log that are old enough to be retired, by the database's own clock.</summary>
    public virtual Task<IReadOnlyList<DateTimeOffset>> OldAuditMonthsAsync(int keepYears, CancellationToken cancel) => Task.FromResult<IReadOnlyList<DateTimeOffset>>([]);

    /// <summary>Takes a month out of the audit log.</summary>
    /// <exception cref="System.Data.Common.DbException">The database refuses: the month is too young, or the archive is not of it.</exception>
    public virtual Task RetireAuditMonthAsync(RetirementRow row, int keepYears, CancellationToken cancel) => throw new NotSupportedException("This database has no months of the audit log.");

    /// <summary>Locks patients' rows until the context's transaction ends and says which they are: all but those that somebody else is changing, because it never waits.</summary>
    public abstract Task<List<Guid>> LockPatientsAsync(PortalDbContext db, Guid[] ids, CancellationToken cancel);

    public abstract ValueTask DisposeAsync();
}

using Portal.Kernel;
using Portal.Kernel.Audit;

namespace Portal.Data.Auditing;

/// <summary>How a database is searched for audit entries. It speaks SQL of its own, so each database has one.</summary>
internal interface IAuditReader
{
    /// <summary>The newest entries that fit, in the order of time and id downwards.</summary>
    /// <param name="filter">What they must be.</param>
    /// <param name="from">Their earliest time.</param>
    /// <param name="before">All of them come before this time and id.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="TimeoutException">The statement took longer than a person waits.</exception>
    Task<IReadOnlyList<SignedEntry>> FindAsync(AuditFilter filter, DateTimeOffset from, TimeCursor before, int limit, CancellationToken cancel);

    /// <summary>The same with each entry's place in the order of sealing.</summary>
    /// <exception cref="TimeoutException">As above.</exception>
    Task<IReadOnlyList<PlacedEntry>> PlacedAsync(AuditFilter filter, DateTimeOffset from, TimeCursor before, int limit, CancellationToken cancel);

    /// <summary>How many entries fit, counted up to a limit; <c>null</c> where counting takes too long.</summary>
    Task<long?> CountAsync(AuditFilter filter, DateTimeOffset from, TimeCursor before, int most, CancellationToken cancel);

    /// <summary>One entry; <c>null</c> where there is none. The id's own time says in which month it lies.</summary>
    Task<SignedEntry?> FindAsync(EntryId id, CancellationToken cancel);
}

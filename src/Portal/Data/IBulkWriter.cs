using Portal.Data.Sealing;

namespace Portal.Data;

/// <summary>The fast write path: the database's own bulk copy, with the same cipher and seal as the slow one.</summary>
internal interface IBulkWriter
{
    /// <summary>Seals and inserts rows in the context's current transaction.</summary>
    Task InsertAsync<T>(PortalDbContext db, IReadOnlyCollection<T> rows, CancellationToken cancel)
        where T : class;

    /// <summary>Deletes sealed rows in the context's current transaction, each only if it still has the version given.</summary>
    Task DeleteAsync<T>(PortalDbContext db, IReadOnlyCollection<(Guid Id, int Version)> rows, CancellationToken cancel)
        where T : SealedRow;
}

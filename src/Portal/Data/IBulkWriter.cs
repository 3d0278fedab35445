using Portal.Data.Sealing;

namespace Portal.Data;

/// <summary>Rows of one table as its database takes them.</summary>
internal abstract class BulkRows;

/// <summary>The fast write path: the database's own bulk copy, with the same cipher and seal as the slow one.</summary>
internal interface IBulkWriter
{
    /// <summary>Seals and inserts rows in the context's current transaction.</summary>
    Task InsertAsync<T>(PortalDbContext db, IReadOnlyCollection<T> rows, CancellationToken cancel)
        where T : class;

    /// <summary>Seals and encrypts rows and lays them out as the database takes them, without asking it anything: it may be done before the transaction begins.</summary>
    BulkRows LayOut<T>(PortalDbContext db, IReadOnlyCollection<T> rows)
        where T : class;

    /// <summary>Inserts what was laid out in the context's current transaction, several tables in one round trip.</summary>
    Task InsertAsync(PortalDbContext db, IReadOnlyCollection<BulkRows> tables, CancellationToken cancel);

    /// <summary>Deletes sealed rows in the context's current transaction, each only if it still has the version given.</summary>
    Task DeleteAsync<T>(PortalDbContext db, IReadOnlyCollection<(Guid Id, int Version)> rows, CancellationToken cancel)
        where T : SealedRow;
}

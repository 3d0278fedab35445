using Portal.Data;
using Portal.Data.Sealing;

namespace Portal.Features.Patients.Import;

/// <summary>The rows of one transaction, collected by table and written by the bulk path.</summary>
internal sealed class ImportRows
{
    private readonly Dictionary<Type, Table> tables = [];

    /// <summary>Adds a row; of two with one id the later one stays.</summary>
    public void Add<T>(T row)
        where T : SealedRow => Of<T>().Fresh[row.Id] = row;

    /// <summary>Removes a row that is there already. One that was corrected meanwhile stays, and the row that would take its place clashes with it.</summary>
    public void Replace<T>(Guid old, int version)
        where T : SealedRow => Of<T>().Old.Add((old, version));

    public async Task WriteAsync(PortalDbContext db, IBulkWriter bulk, CancellationToken cancel)
    {
        var fresh = LayOut(db, bulk);
        await DeleteOldAsync(db, bulk, cancel);
        await bulk.InsertAsync(db, fresh, cancel);
    }

    /// <summary>Encrypts and seals what is added, ahead of the transaction.</summary>
    public IReadOnlyList<BulkRows> LayOut(PortalDbContext db, IBulkWriter bulk) => [.. tables.Values.Select(table => table.LayOut(db, bulk))];

    /// <summary>Deletes what is replaced; to be done before the insert.</summary>
    public async Task DeleteOldAsync(PortalDbContext db, IBulkWriter bulk, CancellationToken cancel)
    {
        foreach (var table in tables.Values)
        {
            await table.DeleteOldAsync(db, bulk, cancel);
        }
    }

    private Table<T> Of<T>()
        where T : SealedRow
    {
        if (!tables.TryGetValue(typeof(T), out var table))
        {
            tables[typeof(T)] = table = new Table<T>();
        }

        return (Table<T>)table;
    }

    private abstract class Table
    {
        public abstract BulkRows LayOut(PortalDbContext db, IBulkWriter bulk);

        public abstract Task DeleteOldAsync(PortalDbContext db, IBulkWriter bulk, CancellationToken cancel);
    }

    private sealed class Table<T> : Table
        where T : SealedRow
    {
        public Dictionary<Guid, T> Fresh { get; } = [];

        public HashSet<(Guid Id, int Version)> Old { get; } = [];

        public override BulkRows LayOut(PortalDbContext db, IBulkWriter bulk) => bulk.LayOut(db, Fresh.Values);

        public override Task DeleteOldAsync(PortalDbContext db, IBulkWriter bulk, CancellationToken cancel) => bulk.DeleteAsync<T>(db, Old, cancel);
    }
}

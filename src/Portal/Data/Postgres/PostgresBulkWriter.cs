using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;
using Portal.Data.Sealing;

namespace Portal.Data.Postgres;

/// <summary>
/// One INSERT over arrays for up to two thousand rows, several tables in one round trip, driven by EF's own model: the same column names, converters and seals as the slow path.
/// Not COPY: PostgreSQL refuses COPY FROM on a table with row security (ADR 0014).
/// </summary>
internal sealed class PostgresBulkWriter : IBulkWriter
{
    private const int RowsAtOnce = 2_000;
    private const int Seconds = 30; // as long as the server lets a statement of this role take

    // A model lives as long as the process, and so do the few tables of it.
    private static readonly ConcurrentDictionary<IEntityType, BulkTable> Tables = new();

    public Task InsertAsync<T>(PortalDbContext db, IReadOnlyCollection<T> rows, CancellationToken cancel)
        where T : class => rows.Count == 0 ? Task.CompletedTask : InsertAsync(db, [LayOut(db, rows)], cancel);

    public BulkRows LayOut<T>(PortalDbContext db, IReadOnlyCollection<T> rows)
        where T : class
    {
        var type = TypeOf<T>(db);
        var isSealed = typeof(SealedRow).IsAssignableFrom(typeof(T));
        foreach (var row in isSealed ? rows.Cast<SealedRow>() : [])
        {
            RowSeal.Apply(type, row, db.SealKey);
        }

        var table = Tables.GetOrAdd(type, BulkTable.Of);
        return new PostgresBulkRows(isSealed, [.. rows.Chunk(RowsAtOnce).Select(chunk => (table.Insert(chunk), chunk.Length))]);
    }

    public async Task InsertAsync(PortalDbContext db, IReadOnlyCollection<BulkRows> tables, CancellationToken cancel)
    {
        var all = tables.Cast<PostgresBulkRows>().ToList();
        if (all.Exists(table => table.IsSealed))
        {
            RequireEntry(db);
        }

        var (next, count) = (new List<NpgsqlBatchCommand>(), 0);
        foreach (var (insert, rows) in all.SelectMany(table => table.Inserts))
        {
            if (count + rows > RowsAtOnce)
            {
                await SendAsync(db, next, cancel);
                (next, count) = ([], 0);
            }

            next.Add(insert);
            count += rows;
        }

        await SendAsync(db, next, cancel);
    }

    public async Task DeleteAsync<T>(PortalDbContext db, IReadOnlyCollection<(Guid Id, int Version)> rows, CancellationToken cancel)
        where T : SealedRow
    {
        if (rows.Count == 0)
        {
            return;
        }

        RequireEntry(db);
#pragma warning disable CA2100 // the table's name comes from EF's model
        await using var command = new NpgsqlCommand($"DELETE FROM {BulkTable.NameOf(TypeOf<T>(db))} t USING unnest($1, $2) old (id, version) WHERE t.id = old.id AND t.version = old.version", ConnectionOf(db));
#pragma warning restore CA2100
        command.Transaction = (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
        command.Parameters.Add(new NpgsqlParameter { Value = rows.Select(row => row.Id).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        command.Parameters.Add(new NpgsqlParameter { Value = rows.Select(row => row.Version).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static void RequireEntry(PortalDbContext db)
    {
        if (!db.HasEntryInTransaction)
        {
            throw new InvalidOperationException("A patient's rows are saved only in a transaction that holds the audit entry of the change.");
        }
    }

    // Prepared on each connection once: what an import sends over and over is planned once.
    private static async Task SendAsync(PortalDbContext db, List<NpgsqlBatchCommand> inserts, CancellationToken cancel)
    {
        if (inserts.Count == 0)
        {
            return;
        }

        await db.Database.OpenConnectionAsync(cancel);
        try
        {
            await using var batch = new NpgsqlBatch(ConnectionOf(db), (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction()) { Timeout = Seconds };
            inserts.ForEach(batch.BatchCommands.Add);
            await batch.PrepareAsync(cancel);
            await batch.ExecuteNonQueryAsync(cancel);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static IEntityType TypeOf<T>(PortalDbContext db) =>
        db.Model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T).Name} is not mapped.");

    private static NpgsqlConnection ConnectionOf(PortalDbContext db) => (NpgsqlConnection)db.Database.GetDbConnection();
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;
using Portal.Data.Sealing;

namespace Portal.Data.Postgres;

/// <summary>COPY in binary form, driven by EF's own model: the same column names, converters and seals as the slow path.</summary>
internal sealed class PostgresBulkWriter : IBulkWriter
{
    public async Task InsertAsync<T>(PortalDbContext db, IReadOnlyCollection<T> rows, CancellationToken cancel)
        where T : class
    {
        if (rows.Count == 0)
        {
            return;
        }

        var type = db.Model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T).Name} is not mapped.");
        SealAll(db, type, rows);
        Column[] columns = [.. type.GetProperties().Select(Column.Of)];
        var copy = $"COPY {Table(type)} ({string.Join(", ", columns.Select(column => column.Name))}) FROM STDIN (FORMAT BINARY)";
        await using var writer = await ConnectionOf(db).BeginBinaryImportAsync(copy, cancel);
        foreach (var row in rows)
        {
            await writer.StartRowAsync(cancel);
            foreach (var column in columns)
            {
                await column.WriteAsync(writer, row, cancel);
            }
        }

        await writer.CompleteAsync(cancel);
    }

    public async Task DeleteAsync<T>(PortalDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken cancel)
        where T : SealedRow
    {
        if (ids.Count == 0)
        {
            return;
        }

        RequireEntry(db);
        var type = db.Model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T).Name} is not mapped.");
#pragma warning disable CA2100 // the table's name comes from EF's model
        await using var command = new NpgsqlCommand($"DELETE FROM {Table(type)} WHERE id = ANY($1)", ConnectionOf(db));
#pragma warning restore CA2100
        command.Transaction = (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
        command.Parameters.Add(new NpgsqlParameter { Value = ids.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static void SealAll<T>(PortalDbContext db, IEntityType type, IReadOnlyCollection<T> rows)
        where T : class
    {
        if (!typeof(SealedRow).IsAssignableFrom(typeof(T)))
        {
            return;
        }

        RequireEntry(db);
        foreach (var row in rows.Cast<SealedRow>())
        {
            RowSeal.Apply(type, row, db.SealKey);
        }
    }

    private static void RequireEntry(PortalDbContext db)
    {
        if (!db.HasEntryInTransaction)
        {
            throw new InvalidOperationException("A patient's rows are saved only in a transaction that holds the audit entry of the change.");
        }
    }

    private static NpgsqlConnection ConnectionOf(PortalDbContext db) => (NpgsqlConnection)db.Database.GetDbConnection();

    private static string Table(IEntityType type) => $"{type.GetSchema()}.{type.GetTableName()}";

    private sealed record Column(string Name, Func<object, object?> Read, NpgsqlDbType Type)
    {
        public static Column Of(IProperty property)
        {
            var getter = property.GetGetter();
            var mapping = property.GetRelationalTypeMapping();
            var converter = mapping.Converter;
            var type = ((NpgsqlParameter)mapping.CreateParameter(new NpgsqlCommand(), "p", null)).NpgsqlDbType;
            return new Column(
                property.GetColumnName(),
                converter is null ? getter.GetClrValue : entity => getter.GetClrValue(entity) is { } value ? converter.ConvertToProvider(value) : null,
                type);
        }

        public Task WriteAsync(NpgsqlBinaryImporter writer, object row, CancellationToken cancel) => Read(row) switch
        {
            null => writer.WriteNullAsync(cancel),
            DateTimeOffset time => writer.WriteAsync(time.UtcDateTime, Type, cancel),
            var value => writer.WriteAsync(value, Type, cancel),
        };
    }
}

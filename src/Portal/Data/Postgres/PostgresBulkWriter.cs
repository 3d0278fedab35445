using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;
using Portal.Data.Sealing;

namespace Portal.Data.Postgres;

/// <summary>
/// One INSERT over arrays for up to two thousand rows, driven by EF's own model: the same column names, converters and seals as the slow path.
/// Not COPY: PostgreSQL refuses COPY FROM on a table with row security (ADR 0014).
/// </summary>
internal sealed class PostgresBulkWriter : IBulkWriter
{
    private const int RowsAtOnce = 2_000;
    private const int Seconds = 30; // as long as the server lets a statement of this role take

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
        foreach (var chunk in rows.Chunk(RowsAtOnce))
        {
            await InsertChunkAsync(db, type, columns, chunk, cancel);
        }
    }

    public async Task DeleteAsync<T>(PortalDbContext db, IReadOnlyCollection<(Guid Id, int Version)> rows, CancellationToken cancel)
        where T : SealedRow
    {
        if (rows.Count == 0)
        {
            return;
        }

        RequireEntry(db);
        var type = db.Model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T).Name} is not mapped.");
#pragma warning disable CA2100 // the table's name comes from EF's model
        await using var command = new NpgsqlCommand($"DELETE FROM {Table(type)} t USING unnest($1, $2) old (id, version) WHERE t.id = old.id AND t.version = old.version", ConnectionOf(db));
#pragma warning restore CA2100
        command.Transaction = (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
        command.Parameters.Add(new NpgsqlParameter { Value = rows.Select(row => row.Id).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        command.Parameters.Add(new NpgsqlParameter { Value = rows.Select(row => row.Version).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
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

    private static async Task InsertChunkAsync<T>(PortalDbContext db, IEntityType type, Column[] columns, T[] rows, CancellationToken cancel)
        where T : class
    {
        // Quoted, because a column may be called like a word of SQL ("end").
        var names = string.Join(", ", columns.Select(column => $"\"{column.Name}\""));
        var arrays = string.Join(", ", columns.Select((column, at) => $"${at + 1}::{column.StoreType}[]"));
#pragma warning disable CA2100 // names and types come from EF's model
        await using var command = new NpgsqlCommand($"INSERT INTO {Table(type)} ({names}) SELECT * FROM unnest({arrays})", ConnectionOf(db));
#pragma warning restore CA2100
        command.CommandTimeout = Seconds;
        command.Transaction = (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
        foreach (var column in columns)
        {
            command.Parameters.Add(column.ArrayOf(rows));
        }

        await command.ExecuteNonQueryAsync(cancel);
    }

    private static NpgsqlConnection ConnectionOf(PortalDbContext db) => (NpgsqlConnection)db.Database.GetDbConnection();

    private static string Table(IEntityType type) => $"{type.GetSchema()}.{type.GetTableName()}";

    private sealed record Column(string Name, string StoreType, Type ElementType, Func<object, object?> Read, NpgsqlDbType Type)
    {
        public static Column Of(IProperty property)
        {
            var getter = property.GetGetter();
            var mapping = property.GetRelationalTypeMapping();
            var converter = mapping.Converter;
            var provider = converter?.ProviderClrType ?? property.ClrType;
            return new Column(
                property.GetColumnName(),
                mapping.StoreTypeNameBase,
                ElementOf(Nullable.GetUnderlyingType(provider) ?? provider),
                converter is null ? getter.GetClrValue : entity => getter.GetClrValue(entity) is { } value ? converter.ConvertToProvider(value) : null,
                ((NpgsqlParameter)mapping.CreateParameter(new NpgsqlCommand(), "p", null)).NpgsqlDbType);
        }

        public NpgsqlParameter ArrayOf<T>(T[] rows)
            where T : class
        {
            var values = Array.CreateInstance(ElementType, rows.Length);
            for (var at = 0; at < rows.Length; at++)
            {
                var value = Read(rows[at]);
                values.SetValue(value is DateTimeOffset time ? time.UtcDateTime : value, at);
            }

            return new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | Type };
        }

        // An array of a value type could not hold a null.
        private static Type ElementOf(Type provider) => provider switch
        {
            _ when provider == typeof(DateTimeOffset) => typeof(DateTime?),
            { IsEnum: true } => typeof(Nullable<>).MakeGenericType(Enum.GetUnderlyingType(provider)),
            { IsValueType: true } => typeof(Nullable<>).MakeGenericType(provider),
            _ => provider,
        };
    }
}

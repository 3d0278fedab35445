using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Portal.Data.Postgres;

/// <summary>What was laid out for one table: statements with their arrays, and how many rows each holds.</summary>
internal sealed class PostgresBulkRows(bool isSealed, IReadOnlyList<(NpgsqlBatchCommand Insert, int Rows)> inserts) : BulkRows
{
    public bool IsSealed { get; } = isSealed;

    public IReadOnlyList<(NpgsqlBatchCommand Insert, int Rows)> Inserts { get; } = inserts;
}

/// <summary>The insert over arrays of one table, worked out once from EF's model.</summary>
internal sealed class BulkTable
{
    private readonly string sql;
    private readonly BulkColumn[] columns;

    private BulkTable(IEntityType type)
    {
        columns = [.. type.GetProperties().Select(BulkColumn.Of)];
        // Quoted, because a column may be called like a word of SQL ("end").
        var names = string.Join(", ", columns.Select(column => $"\"{column.Name}\""));
        var arrays = string.Join(", ", columns.Select((column, at) => $"${at + 1}::{column.StoreType}[]"));
        sql = $"INSERT INTO {NameOf(type)} ({names}) SELECT * FROM unnest({arrays})";
    }

    public static BulkTable Of(IEntityType type) => new(type);

    public static string NameOf(IEntityType type) => $"{type.GetSchema()}.{type.GetTableName()}";

    public NpgsqlBatchCommand Insert<T>(T[] rows)
        where T : class
    {
#pragma warning disable CA2100 // names and types come from EF's model
        var insert = new NpgsqlBatchCommand(sql);
#pragma warning restore CA2100
        foreach (var column in columns)
        {
            insert.Parameters.Add(column.ArrayOf(rows));
        }

        return insert;
    }
}

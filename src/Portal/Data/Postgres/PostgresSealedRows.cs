using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using Portal.Data.Sealing;
using Portal.Kernel;
using Portal.Kernel.Crypto;

namespace Portal.Data.Postgres;

/// <summary>
/// Reads whole sealed rows of several tables in one round trip: what a transaction reaches and all questions go as one batch, which PostgreSQL runs as one transaction
/// (decision 0120). Each row's seal is checked as EF's path checks it.
/// </summary>
internal static class PostgresSealedRows
{
    private static readonly ConcurrentDictionary<IEntityType, SealedTable> Tables = new();

    public static async Task<IReadOnlyList<SealedRow>> ReadAsync(
        NpgsqlDataSource pool, IModel model, DataKey key, Reach reach, IReadOnlyCollection<PatientId> patients, IReadOnlyList<SealedQuery> queries, CancellationToken cancel)
    {
        SealedTable[] tables = [.. queries.Select(query => Tables.GetOrAdd(model.FindEntityType(query.Row)!, static type => new SealedTable(type)))];
        Guid[] ids = [.. patients.Select(patient => patient.Value)];
        await using var connection = await pool.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(PostgresReach.Settings(reach));
        for (var at = 0; at < tables.Length; at++)
        {
            batch.BatchCommands.Add(tables[at].Select(ids, queries[at].Of));
        }

        await using var reader = await batch.ExecuteReaderAsync(cancel);
        var rows = new List<SealedRow>();
        foreach (var table in tables)
        {
            await reader.NextResultAsync(cancel); // the first result is what the settings answer
            while (await reader.ReadAsync(cancel))
            {
                rows.Add(table.Make(reader, key));
            }
        }

        return rows;
    }
}

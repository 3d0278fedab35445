using Npgsql;

namespace Portal.Data.Postgres;

/// <summary>Reads what a command finds, row by row, and disposes it.</summary>
internal static class PostgresRows
{
    /// <summary>
    /// Whether the connection ended: another server may answer the next one. A full pool or a slow statement says nothing of the kind, and with an empty memory each
    /// entry would need more commits just when there are too many.
    /// </summary>
    public static bool IsLost(NpgsqlException e) =>
        e is PostgresException { SqlState: var state } ? state.StartsWith("57P", StringComparison.Ordinal) : e.InnerException is not (null or TimeoutException);

    public static async Task<List<T>> ListAsync<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancel)
    {
        await using var _ = command;
        await using var row = await command.ExecuteReaderAsync(cancel);
        var rows = new List<T>();
        while (await row.ReadAsync(cancel))
        {
            rows.Add(read(row));
        }

        return rows;
    }

    public static async Task<T?> FirstAsync<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancel)
    {
        await using var _ = command;
        await using var row = await command.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? read(row) : default;
    }
}

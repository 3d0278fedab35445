using Npgsql;

namespace Portal.Data.Postgres;

/// <summary>Calls the one function that may make the audit log's partitions at run time (AuditMonths.sql).</summary>
internal static class PostgresAuditMonths
{
    public static async Task<long> KeepAsync(NpgsqlDataSource source, DateTimeOffset now, int ahead, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("SELECT audit.keep_months($1, $2)");
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = ahead });
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }
}

using Npgsql;

namespace Portal.Data.Postgres;

/// <summary>Calls the one function that may make the audit log's partitions at run time (AuditMonths.sql).</summary>
internal static class PostgresAuditMonths
{
    private const string Warning = "WARNING";

    public static async Task<(long Moved, bool IsSomeLeft)> KeepAsync(NpgsqlDataSource source, DateTimeOffset now, int ahead, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        var isSomeLeft = false;
        connection.Notice += Heard;
        try
        {
            await using var command = new NpgsqlCommand("SELECT audit.keep_months($1, $2)", connection);
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = ahead });
            return ((long)(await command.ExecuteScalarAsync(cancel))!, isSomeLeft);
        }
        finally
        {
            connection.Notice -= Heard;
        }

        // The function warns of what it leaves where it is.
        void Heard(object sender, NpgsqlNoticeEventArgs told) => isSomeLeft |= told.Notice.InvariantSeverity == Warning;
    }
}

using Npgsql;
using Portal.Data.Auditing.Retirement;

namespace Portal.Data.Postgres;

/// <summary>Calls the one function that may make the audit log's partitions at run time (AuditMonths.sql).</summary>
internal static class PostgresAuditMonths
{
    private const string Warning = "WARNING";

    // As audit.old_months names them (AuditRetire.sql), of whatever age.
    private const string All = """
        SELECT to_date(substr(c.relname, 9), 'YYYY_MM')::timestamp AT TIME ZONE 'UTC' FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'audit.entries'::regclass AND c.relname ~ '^entries_\d\d\d\d_\d\d$' ORDER BY 1
        """;

    // A month is counted before it goes.
    private const int CountSeconds = 600;

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

    public static async Task<IReadOnlyList<DateTimeOffset>> AllAsync(NpgsqlDataSource source, CancellationToken cancel) =>
        await source.CreateCommand(All).ListAsync(row => row.GetFieldValue<DateTimeOffset>(0), cancel);

    public static async Task<IReadOnlyList<DateTimeOffset>> OldAsync(NpgsqlDataSource source, int keepYears, CancellationToken cancel)
    {
        var command = source.CreateCommand("SELECT * FROM audit.old_months($1)");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = keepYears });
        return await command.ListAsync(row => row.GetFieldValue<DateTimeOffset>(0), cancel);
    }

    public static async Task RetireAsync(NpgsqlDataSource source, RetirementRow row, int keepYears, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("SELECT audit.retire_month($1, $2, $3, $4, $5, $6, $7, $8)");
        command.CommandTimeout = CountSeconds;
        foreach (var value in new object[] { row.Month.UtcDateTime, keepYears, row.Id, row.Entries, row.Archive, row.Remains, row.Mac, row.At.UtcDateTime })
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync(cancel);
    }
}

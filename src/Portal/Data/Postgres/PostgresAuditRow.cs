using Npgsql;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Data.Postgres;

/// <summary>Reads an entry from a row of the search; its patients come apart.</summary>
internal static class PostgresAuditRow
{
    public static SignedEntry Read(NpgsqlDataReader row)
    {
        var entry = new AuditEntry
        {
            At = row.GetFieldValue<DateTimeOffset>(0),
            Id = new EntryId(row.GetGuid(1)),
            Role = (Role)row.GetInt16(2),
            Account = Id(row, 3) is { } account ? new AccountId(account) : null,
            Job = Text(row, 4),
            Session = Id(row, 5) is { } session ? new SessionId(session) : null,
            Action = (AuditAction)row.GetInt16(6),
            Resource = (AuditResource)row.GetInt16(7),
            ResourceId = Id(row, 8),
            Categories = (DataCategories)row.GetInt32(9),
            Purpose = (Purpose)row.GetInt16(10),
            Reason = Text(row, 11),
            Grant = Id(row, 12),
            Outcome = (AuditOutcome)row.GetInt16(13),
            Ip = row.IsDBNull(14) ? null : row.GetFieldValue<System.Net.IPAddress>(14),
            UserAgent = Text(row, 15),
            Node = row.GetString(16),
        };
        return new SignedEntry(entry, row.GetFieldValue<byte[]>(17));
    }

    private static Guid? Id(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

using System.Text;
using Npgsql;
using NpgsqlTypes;
using Portal.Data.Auditing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Data.Postgres;

/// <summary>
/// Searches the audit log through the auditor's login, which reads the log and nothing else. All SQL of the search is here; every value is a parameter, and
/// what is put together are constants of this file.
/// </summary>
internal sealed class PostgresAuditReader(Func<NpgsqlDataSource> source) : IAuditReader
{
    // Far below the role's own limit: a person waits for it.
    internal const int StatementSeconds = 4;

    private const string Columns = """
        SELECT e.at, e.id, e.role, e.account, e.job, e.session, e.action, e.resource, e.resource_id, e.categories, e.purpose, e.reason, e.break_glass, e.outcome,
               e.ip, e.agent, e.node, e.mac
        """;

    // The bounds stand alone beside the pair, because only they tell the planner which months to leave out.
    private const string ByTime = " FROM audit.entries e WHERE e.at >= $1 AND e.at <= $2 AND (e.at, e.id) < ($2, $3)";

    private const string ByPatient = """
         FROM audit.entry_patients p JOIN audit.entries e ON e.at = p.at AND e.id = p.entry
        WHERE p.at >= $1 AND p.at <= $2 AND (p.at, p.entry) < ($2, $3) AND e.at >= $1 AND e.at <= $2 AND p.patient = $5
        """;

    private const string Newest = " ORDER BY e.at DESC, e.id DESC LIMIT $4";

    private const string NewestOfPatient = " ORDER BY p.at DESC, p.entry DESC LIMIT $4";

    private const string One = " FROM audit.entries e WHERE e.at >= $1 AND e.at < $2 AND e.id = $3";

    private const string Patients = """
        SELECT k.entry, p.patient FROM unnest($1::timestamptz[], $2::uuid[]) k (at, entry) JOIN audit.entry_patients p ON p.at = k.at AND p.entry = k.entry
        WHERE p.at >= $3 AND p.at <= $4 ORDER BY p.patient
        """;

    public async Task<IReadOnlyList<SignedEntry>> FindAsync(AuditFilter filter, DateTimeOffset from, TimeCursor before, int limit, CancellationToken cancel)
    {
        await using var connection = await source().OpenConnectionAsync(cancel);
        await using var command = Command(connection, filter, from, before, limit);
        return await WithPatientsAsync(connection, await ReadAsync(command, cancel), cancel);
    }

    public async Task<SignedEntry?> FindAsync(EntryId id, CancellationToken cancel)
    {
        await using var connection = await source().OpenConnectionAsync(cancel);
        await using var command = Make(connection, Columns + One);
        var at = TimeOf(id);
        Add(command, NpgsqlDbType.TimestampTz, at.UtcDateTime);
        Add(command, NpgsqlDbType.TimestampTz, at.AddMilliseconds(1).UtcDateTime);
        Add(command, NpgsqlDbType.Uuid, id.Value);
        return (await WithPatientsAsync(connection, await ReadAsync(command, cancel), cancel)).SingleOrDefault();
    }

    /// <summary>The statement of a search; the tests look at its plan.</summary>
    internal static NpgsqlCommand Command(NpgsqlConnection connection, AuditFilter filter, DateTimeOffset from, TimeCursor before, int limit)
    {
        var command = Make(connection, "");
        Add(command, NpgsqlDbType.TimestampTz, from.UtcDateTime);
        Add(command, NpgsqlDbType.TimestampTz, before.At.UtcDateTime);
        Add(command, NpgsqlDbType.Uuid, before.Id);
        Add(command, NpgsqlDbType.Integer, limit);
        var sql = new StringBuilder(Columns);
        if (filter.Patient is { } patient)
        {
            Add(command, NpgsqlDbType.Uuid, patient.Value);
            sql.Append(ByPatient);
        }
        else
        {
            sql.Append(ByTime);
        }

        AddWhere(command, sql, filter);
        sql.Append(filter.Patient is null ? Newest : NewestOfPatient);
#pragma warning disable CA2100 // constants of this file and the numbers of parameters
        command.CommandText = sql.ToString();
#pragma warning restore CA2100
        return command;
    }

    private static void AddWhere(NpgsqlCommand command, StringBuilder sql, AuditFilter filter)
    {
        Where(command, sql, "e.account = ", NpgsqlDbType.Uuid, filter.Account?.Value);
        Where(command, sql, "e.session = ", NpgsqlDbType.Uuid, filter.Session?.Value);
        Where(command, sql, "e.role = ", NpgsqlDbType.Smallint, (short?)filter.Role);
        Where(command, sql, "e.action = ", NpgsqlDbType.Smallint, (short?)filter.Action);
        Where(command, sql, "e.outcome = ", NpgsqlDbType.Smallint, (short?)filter.Outcome);
        Where(command, sql, "e.purpose = ", NpgsqlDbType.Smallint, (short?)filter.Purpose);
        Where(command, sql, "0 <> e.categories & ", NpgsqlDbType.Integer, filter.Categories == DataCategories.None ? null : (int)filter.Categories);
        Where(command, sql, "e.ip <<= ", NpgsqlDbType.Cidr, filter.Network);
        Where(command, sql, "e.node = ", NpgsqlDbType.Text, filter.Node);
        if (filter.IsBreakGlass)
        {
            sql.Append(" AND e.break_glass IS NOT NULL");
        }
    }

    private static void Where(NpgsqlCommand command, StringBuilder sql, string test, NpgsqlDbType type, object? value)
    {
        if (value is not null)
        {
            Add(command, type, value);
            sql.Append(" AND ").Append(test).Append('$').Append(command.Parameters.Count);
        }
    }

    private static async Task<List<SignedEntry>> ReadAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancel);
            var rows = new List<SignedEntry>();
            while (await reader.ReadAsync(cancel))
            {
                rows.Add(PostgresAuditRow.Read(reader));
            }

            return rows;
        }
        catch (NpgsqlException late) when (late.InnerException is TimeoutException || late.SqlState == PostgresErrorCodes.QueryCanceled)
        {
            throw new TimeoutException("The search took too long.", late);
        }
    }

    // A statement of its own for the page's entries: most searches find them without it.
    private static async Task<IReadOnlyList<SignedEntry>> WithPatientsAsync(NpgsqlConnection connection, List<SignedEntry> rows, CancellationToken cancel)
    {
        if (rows.Count == 0)
        {
            return rows;
        }

        await using var command = Make(connection, Patients);
        Add(command, NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, rows.Select(row => row.Entry.At.UtcDateTime).ToArray());
        Add(command, NpgsqlDbType.Array | NpgsqlDbType.Uuid, rows.Select(row => row.Entry.Id.Value).ToArray());
        Add(command, NpgsqlDbType.TimestampTz, rows[^1].Entry.At.UtcDateTime);
        Add(command, NpgsqlDbType.TimestampTz, rows[0].Entry.At.UtcDateTime);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var patients = new List<(Guid Entry, PatientId Patient)>();
        while (await reader.ReadAsync(cancel))
        {
            patients.Add((reader.GetGuid(0), new PatientId(reader.GetGuid(1))));
        }

        var byEntry = patients.ToLookup(row => row.Entry, row => row.Patient);
        return [.. rows.Select(row => row with { Entry = row.Entry with { Patients = [.. byEntry[row.Entry.Id.Value]] } })];
    }

#pragma warning disable CA2100 // constants of this file
    private static NpgsqlCommand Make(NpgsqlConnection connection, string sql) => new(sql, connection) { CommandTimeout = StatementSeconds };
#pragma warning restore CA2100

    private static void Add(NpgsqlCommand command, NpgsqlDbType type, object value) =>
        command.Parameters.Add(new NpgsqlParameter { Value = value, NpgsqlDbType = type });

    // The first 48 bits of a UUID version 7 are milliseconds since 1970 (RFC 9562, section 5.7), and those of an entry's id are of its time.
    private static DateTimeOffset TimeOf(EntryId id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = ((long)System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes) << 16) | System.Buffers.Binary.BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        return DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(milliseconds, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() - 1));
    }
}

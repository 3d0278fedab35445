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

    // The bounds stand alone beside the pair, because only they tell the planner which months to leave out.
    private const string Bounds = "e.at >= $1 AND e.at <= $2 AND (e.at, e.id) < ($2, $3)";

    // Contexts are joined only where one is asked about: what a page's rows name is looked up once they are found.
    private const string Context = " JOIN audit.contexts c ON c.no = e.context";

    private const string ByTime = $"SELECT {PostgresStoredRows.Columns} FROM audit.entries e";

    // Apart, so that the page's size does not tempt the planner to walk through time until it has met enough of this patient.
    private const string ByPatient = $"""
        SELECT {PostgresStoredRows.Columns} FROM (
            SELECT e.* FROM audit.entries e WHERE {Bounds} AND e.subject IS NOT NULL AND array_append(e.others, e.subject) && $5 OFFSET 0) e
        """;

    private const string Newest = " ORDER BY e.at DESC, e.id DESC LIMIT $4";

    private const string CountHead = "SELECT count(*) FROM (";

    // Nobody waits for it but a job.
    private const int CountSeconds = 20;

    private const string One = $"SELECT {PostgresAuditStore.Columns} FROM audit.log e WHERE e.at >= $1 AND e.at < $2 AND e.id = $3 ORDER BY e.at LIMIT 1";

    private const string Subject = "SELECT no FROM audit.subjects WHERE patient = $1";

    public async Task<IReadOnlyList<SignedEntry>> FindAsync(AuditFilter filter, DateTimeOffset from, TimeCursor before, int limit, CancellationToken cancel) =>
        [.. (await PlacedAsync(filter, from, before, limit, cancel)).Select(placed => placed.Signed)];

    public async Task<IReadOnlyList<PlacedEntry>> PlacedAsync(AuditFilter filter, DateTimeOffset from, TimeCursor before, int limit, CancellationToken cancel)
    {
        await using var connection = await source().OpenConnectionAsync(cancel);
        var subject = filter.Patient is { } patient ? await SubjectAsync(connection, patient, cancel) : null;
        if (filter.Patient is not null && subject is null)
        {
            return []; // no entry has ever named this patient
        }

        await using var command = Command(connection, filter, subject, from, before, limit);
        try
        {
            return await PostgresStoredRows.PlacedAsync(command, subject is { } no ? (no, filter.Patient!.Value) : null, cancel);
        }
        catch (NpgsqlException late) when (IsLate(late))
        {
            throw new TimeoutException("The search took too long.", late);
        }
    }

    public async Task<long?> CountAsync(AuditFilter filter, DateTimeOffset from, TimeCursor before, int most, CancellationToken cancel)
    {
        await using var connection = await source().OpenConnectionAsync(cancel);
        var subject = filter.Patient is { } patient ? await SubjectAsync(connection, patient, cancel) : null;
        if (filter.Patient is not null && subject is null)
        {
            return 0;
        }

        await using var command = Command(connection, filter, subject, from, before, most);
#pragma warning disable CA2100 // as above
        (command.CommandText, command.CommandTimeout) = (CountHead + command.CommandText + ") found", CountSeconds);
#pragma warning restore CA2100
        try
        {
            return (long?)await command.ExecuteScalarAsync(cancel);
        }
        catch (NpgsqlException late) when (IsLate(late))
        {
            return null;
        }
    }

    public async Task<SignedEntry?> FindAsync(EntryId id, CancellationToken cancel)
    {
        await using var connection = await source().OpenConnectionAsync(cancel);
        await using var command = Make(connection, One);
        var at = TimeOf(id);
        Add(command, NpgsqlDbType.TimestampTz, at.UtcDateTime);
        Add(command, NpgsqlDbType.TimestampTz, at.AddMilliseconds(1).UtcDateTime);
        Add(command, NpgsqlDbType.Uuid, id.Value);
        return (await ReadAsync(command, PostgresAuditStore.Read, cancel)).FirstOrDefault();
    }

    /// <summary>The number that entries know a patient by; <c>null</c> where none names him.</summary>
    internal static async Task<int?> SubjectAsync(NpgsqlConnection connection, PatientId patient, CancellationToken cancel)
    {
        await using var command = Make(connection, Subject);
        Add(command, NpgsqlDbType.Uuid, patient.Value);
        return (int?)await command.ExecuteScalarAsync(cancel);
    }

    /// <summary>The statement of a search; the tests look at its plan.</summary>
    internal static NpgsqlCommand Command(NpgsqlConnection connection, AuditFilter filter, int? subject, DateTimeOffset from, TimeCursor before, int limit)
    {
        var command = Make(connection, "");
        Add(command, NpgsqlDbType.TimestampTz, from.UtcDateTime);
        Add(command, NpgsqlDbType.TimestampTz, before.At.UtcDateTime);
        Add(command, NpgsqlDbType.Uuid, before.Id);
        Add(command, NpgsqlDbType.Integer, limit);
        var sql = new StringBuilder(subject is null ? ByTime : ByPatient);
        if (filter.Network is not null || filter.Node is not null)
        {
            sql.Append(Context);
        }

        if (subject is { } number)
        {
            Add(command, NpgsqlDbType.Array | NpgsqlDbType.Integer, SubjectKey.Within(number, from, before.At));
        }

        sql.Append(" WHERE ").Append(subject is null ? Bounds : "true");
        AddWhere(command, sql, filter, "c");
        sql.Append(Newest);
#pragma warning disable CA2100 // constants of this file and the numbers of parameters
        command.CommandText = sql.ToString();
#pragma warning restore CA2100
        return command;
    }

    /// <summary>Adds what a filter asks for beyond patient and time.</summary>
    /// <param name="command">Takes the values.</param>
    /// <param name="sql">Takes the conditions on <c>e</c>.</param>
    /// <param name="filter">What is asked for.</param>
    /// <param name="context">What holds address and machine: the view's own row, or the dictionary's.</param>
    internal static void AddWhere(NpgsqlCommand command, StringBuilder sql, AuditFilter filter, string context = "e")
    {
        WhereContext(command, sql, "account", filter.Account?.Value);
        WhereContext(command, sql, "session", filter.Session?.Value);
        Where(command, sql, "e.role = ", NpgsqlDbType.Smallint, (short?)filter.Role);
        Where(command, sql, "e.action = ", NpgsqlDbType.Smallint, (short?)filter.Action);
        Where(command, sql, "e.outcome = ", NpgsqlDbType.Smallint, (short?)filter.Outcome);
        Where(command, sql, "e.purpose = ", NpgsqlDbType.Smallint, (short?)filter.Purpose);
        Where(command, sql, "0 <> e.categories & ", NpgsqlDbType.Integer, filter.Categories == DataCategories.None ? null : (int)filter.Categories);
        Where(command, sql, "e.break_glass = ", NpgsqlDbType.Uuid, filter.Grant);
        Where(command, sql, $"{context}.ip <<= ", NpgsqlDbType.Cidr, filter.Network);
        Where(command, sql, $"{context}.node = ", NpgsqlDbType.Text, filter.Node);
        if (filter.IsBreakGlass)
        {
            sql.Append(" AND e.break_glass IS NOT NULL");
        }
    }

    // By the number of the context, which is what the entries' index knows.
    private static void WhereContext(NpgsqlCommand command, StringBuilder sql, string column, Guid? value)
    {
        if (value is { } id)
        {
            Add(command, NpgsqlDbType.Uuid, id);
            sql.Append(" AND e.context = ANY (ARRAY(SELECT no FROM audit.contexts WHERE ").Append(column).Append(" = $").Append(command.Parameters.Count).Append("))");
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

    private static bool IsLate(NpgsqlException late) => late.InnerException is TimeoutException || late.SqlState == PostgresErrorCodes.QueryCanceled;

    private static async Task<List<T>> ReadAsync<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancel)
    {
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancel);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancel))
            {
                rows.Add(read(reader));
            }

            return rows;
        }
        catch (NpgsqlException late) when (IsLate(late))
        {
            throw new TimeoutException("The search took too long.", late);
        }
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

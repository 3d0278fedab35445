using System.Text;
using Npgsql;
using NpgsqlTypes;
using Portal.Data.Auditing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Data.Postgres;

/// <summary>Counts audit entries through the auditor's login. Every value is a parameter; what is put together are constants of this file and of the search.</summary>
internal sealed class PostgresAuditCounts(Func<NpgsqlDataSource> source) : IAuditCounts
{
    private const string Times = "e.at >= $1 AND e.at < $2";

    // As in the search: apart, so that the index over patients is taken.
    private const string OfPatient = $"""
        (SELECT e.at, e.role, e.account, e.job, e.session, e.action, e.outcome, e.purpose, e.categories, e.break_glass, e.ip, e.node, e.context
         FROM audit.log e WHERE {Times} AND e.subject IS NOT NULL AND array_append(e.others, e.subject) && $3 OFFSET 0) e WHERE true
        """;

    private const string OfAll = $"audit.log e WHERE {Times}";

    private const string Person = """
        e.account, e.job, (array_agg(e.role ORDER BY e.at DESC))[1], count(*) FILTER (WHERE e.action IN (1, 6, 7)), count(*) FILTER (WHERE e.action = 5),
        count(*) FILTER (WHERE e.action NOT IN (1, 5, 6, 7)), max(e.at)
        """;

    private const string Hours = $"""
        SELECT e.role, ($3::int2[])[width_bucket(e.at, $4::timestamptz[])], count(*), max(e.at) FROM audit.entries e
        WHERE {Times} AND e.context = ANY (ARRAY(SELECT no FROM audit.contexts WHERE account = $5)) GROUP BY 1, 2
        """;

    private const string Usual = $"""
        WITH per AS MATERIALIZED (
            SELECT c.account, g.cell, sum(g.n)::int8 AS n FROM (
                SELECT e.context, ($3::int2[])[width_bucket(e.at, $4::timestamptz[])] AS cell, count(*) AS n FROM audit.entries e
                WHERE {Times} AND e.role = $5 GROUP BY 1, 2) g
            JOIN audit.contexts c ON c.no = g.context WHERE c.account IS NOT NULL GROUP BY 1, 2)
        SELECT cell::int4, n, count(*) FROM per GROUP BY 1, 2 UNION ALL SELECT -1, 0, count(DISTINCT account) FROM per
        """;

    private const string Network = "network(set_masklen(e.ip, CASE family(e.ip) WHEN 4 THEN 24 ELSE 48 END))";

    public async Task<IReadOnlyList<OutcomeCount>> OutcomesAsync(AuditFilter filter, IReadOnlyList<DateTimeOffset> edges, CancellationToken cancel)
    {
        await using var connection = await source().OpenConnectionAsync(cancel);
        if (await MakeAsync(connection, filter, edges[0], edges[^1], cancel) is not var (command, from))
        {
            return [];
        }

        Add(command, NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, Edges(edges));
        return await AskAsync(
            command, $"SELECT width_bucket(e.at, ${command.Parameters.Count}::timestamptz[]) - 1, e.outcome, count(*) FROM {from} GROUP BY 1, 2",
            row => new OutcomeCount(row.GetInt32(0), (AuditOutcome)row.GetInt16(1), row.GetInt64(2)), cancel);
    }

    public async Task<IReadOnlyList<PersonCell>> HoursAsync(AccountId person, CellTimes times, CancellationToken cancel)
    {
        await using var connection = await source().OpenConnectionAsync(cancel);
        var command = Cells(connection, times);
        Add(command, NpgsqlDbType.Uuid, person.Value);
        return await AskAsync(command, Hours, row => new PersonCell((Role)row.GetInt16(0), row.GetInt16(1), row.GetInt64(2), row.GetFieldValue<DateTimeOffset>(3)), cancel);
    }

    public async Task<(long People, IReadOnlyList<RoleCell> Cells)> UsualAsync(Role role, CellTimes times, CancellationToken cancel)
    {
        await using var connection = await source().OpenConnectionAsync(cancel);
        var command = Cells(connection, times);
        Add(command, NpgsqlDbType.Smallint, (short)role);
        var rows = await AskAsync(command, Usual, row => new RoleCell(row.GetInt32(0), row.GetInt64(1), row.GetInt64(2)), cancel);
        return (rows.Where(row => row.Cell < 0).Sum(row => row.People), [.. rows.Where(row => row.Cell >= 0)]);
    }

    public async Task<IReadOnlyList<PersonCount>> PeopleAsync(AuditFilter filter, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancel)
    {
        await using var connection = await source().OpenConnectionAsync(cancel);
        if (await MakeAsync(connection, filter, from, to, cancel) is not var (command, rows))
        {
            return [];
        }

        Add(command, NpgsqlDbType.Integer, limit);
        return await AskAsync(command, $"SELECT {Person} FROM {rows} GROUP BY 1, 2 ORDER BY 4 DESC, 5 DESC, 7 DESC LIMIT ${command.Parameters.Count}", PersonOf, cancel);
    }

    public async Task<(IReadOnlyList<PersonCount> People, IReadOnlyList<NetworkCount> Networks)> SourcesAsync(
        AuditFilter filter, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        await using var connection = await source().OpenConnectionAsync(cancel);
        if (await MakeAsync(connection, filter, from, to, cancel) is not var (command, rows))
        {
            return ([], []);
        }

        // One pass for both.
        var all = await AskAsync(
            command, $"SELECT {Person}, grouping({Network}) = 0, {Network}::text FROM {rows} GROUP BY GROUPING SETS ((e.account, e.job), ({Network}))",
            row => (IsNetwork: row.GetBoolean(7), Network: Text(row, 8), Person: PersonOf(row)), cancel);
        return (
            [.. all.Where(one => !one.IsNetwork).Select(one => one.Person)],
            [.. all.Where(one => one.IsNetwork).Select(one => new NetworkCount(one.Network, one.Person.Opened + one.Person.Listed + one.Person.Other, one.Person.Last))]);
    }

    private static async Task<(NpgsqlCommand Command, string From)?> MakeAsync(NpgsqlConnection connection, AuditFilter filter, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var subject = filter.Patient is { } patient ? await PostgresAuditReader.SubjectAsync(connection, patient, cancel) : null;
        if (filter.Patient is not null && subject is null)
        {
            return null; // no entry has ever named this patient
        }

        var command = Between(connection, from, to);
        var sql = new StringBuilder(subject is null ? OfAll : OfPatient);
        if (subject is { } number)
        {
            Add(command, NpgsqlDbType.Array | NpgsqlDbType.Integer, SubjectKey.Within(number, from, to));
        }

        PostgresAuditReader.AddWhere(command, sql, filter);
        return (command, sql.ToString());
    }

    private static NpgsqlCommand Cells(NpgsqlConnection connection, CellTimes times)
    {
        var command = Between(connection, times.Edges[0], times.Edges[^1]);
        Add(command, NpgsqlDbType.Array | NpgsqlDbType.Smallint, times.Cells);
        Add(command, NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, Edges(times.Edges));
        return command;
    }

    private static NpgsqlCommand Between(NpgsqlConnection connection, DateTimeOffset from, DateTimeOffset to)
    {
        var command = new NpgsqlCommand { Connection = connection, CommandTimeout = PostgresAuditReader.StatementSeconds };
        Add(command, NpgsqlDbType.TimestampTz, from.UtcDateTime);
        Add(command, NpgsqlDbType.TimestampTz, to.UtcDateTime);
        return command;
    }

    private static DateTime[] Edges(IReadOnlyList<DateTimeOffset> edges) => [.. edges.Select(edge => edge.UtcDateTime)];

    private static async Task<List<T>> AskAsync<T>(NpgsqlCommand command, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancel)
    {
#pragma warning disable CA2100 // constants and the numbers of parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        try
        {
            return await command.ListAsync(read, cancel);
        }
        catch (NpgsqlException late) when (late.InnerException is TimeoutException || late.SqlState == PostgresErrorCodes.QueryCanceled)
        {
            throw new TimeoutException("Counting took too long.", late);
        }
    }

    private static PersonCount PersonOf(NpgsqlDataReader row) => new(
        row.IsDBNull(0) ? null : new AccountId(row.GetGuid(0)), Text(row, 1), (Role)row.GetInt16(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetFieldValue<DateTimeOffset>(6));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static void Add(NpgsqlCommand command, NpgsqlDbType type, object value) => command.Parameters.Add(new NpgsqlParameter { Value = value, NpgsqlDbType = type });
}

using System.Net;
using Npgsql;
using NpgsqlTypes;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Data.Postgres;

/// <summary>
/// Reads entries as they are stored, and then what a page of them names in the dictionaries: each context and each patient once, and not for each row. It means
/// what the view <c>audit.log</c> means; a test holds the two together.
/// </summary>
internal static class PostgresStoredRows
{
    /// <summary>The columns that are read, of <c>audit.entries e</c>. A list of patients that is no list resolves to nobody's, as an empty one does.</summary>
    internal const string Columns = """
        e.at, e.id, e.xact, e.context, e.subject, CASE WHEN array_ndims(e.others) > 1 THEN '{}' ELSE e.others END, e.role, e.action, e.resource, e.resource_id,
        e.categories, e.purpose, e.reason, e.break_glass, e.outcome, e.mac
        """;

    // As the portal writes it: what has a netmask was not written by it, and is shown as none.
    internal const string Contexts = "SELECT no, account, job, session, CASE WHEN ip = host(ip)::inet THEN ip END, agent, node FROM audit.contexts WHERE no = ANY ($1)";

    internal const string Subjects = "SELECT no, patient FROM audit.subjects WHERE no = ANY ($1)";

    private static readonly Context Gone = new(null, null, null, null, null, ""); // such an entry does not verify

    /// <summary>Runs a statement over <see cref="Columns"/>, and resolves what it finds over the same connection.</summary>
    /// <param name="command">The statement; disposed here.</param>
    /// <param name="known">A patient whose number was looked up just now; <c>null</c> for none.</param>
    /// <param name="cancel">Stops the work.</param>
    public static async Task<List<PlacedEntry>> PlacedAsync(NpgsqlCommand command, (int No, PatientId Patient)? known, CancellationToken cancel)
    {
        var (connection, transaction, seconds) = (command.Connection!, command.Transaction, command.CommandTimeout);
        var rows = await command.ListAsync(Read, cancel);
        if (rows.Count == 0)
        {
            return [];
        }

        var subjects = new Dictionary<int, Guid>();
        if (known is var (no, patient))
        {
            subjects.Add(no, patient.Value);
        }

        await using var batch = new NpgsqlBatch(connection, transaction) { Timeout = seconds };
        Ask(batch, Contexts, [.. rows.Select(row => row.Context).Distinct()]);
        Ask(batch, Subjects, [.. rows.SelectMany(row => row.Keys).Select(Number).Where(one => !subjects.ContainsKey(one)).Distinct()]);
        var contexts = await LookUpAsync(batch, subjects, cancel);
        return rows.ConvertAll(row => row.Placed(contexts, subjects));
    }

    private static void Ask(NpgsqlBatch batch, string sql, int[] numbers)
    {
        if (numbers.Length > 0)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { new NpgsqlParameter<int[]> { TypedValue = numbers, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer } } });
        }
    }

    private static async Task<Dictionary<int, Context>> LookUpAsync(NpgsqlBatch batch, Dictionary<int, Guid> subjects, CancellationToken cancel)
    {
        var contexts = new Dictionary<int, Context>();
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            contexts[reader.GetInt32(0)] = ContextOf(reader);
        }

        if (await reader.NextResultAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                subjects[reader.GetInt32(0)] = reader.GetGuid(1);
            }
        }

        return contexts;
    }

    private static Context ContextOf(NpgsqlDataReader row) =>
        new(Id(row, 1), Text(row, 2), Id(row, 3), row.IsDBNull(4) ? null : row.GetFieldValue<IPAddress>(4), Text(row, 5), row.GetString(6));

    private static StoredRow Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetGuid(1), row.GetFieldValue<ulong>(2), row.GetInt32(3), KeysOf(row), (Role)row.GetInt16(6), (AuditAction)row.GetInt16(7), (AuditResource)row.GetInt16(8), Id(row, 9),
        (DataCategories)row.GetInt32(10), (Purpose)row.GetInt16(11), Text(row, 12), Id(row, 13), (AuditOutcome)row.GetInt16(14), row.GetFieldValue<byte[]>(15));

    // As array_append(others, subject); a key that is missing is nobody's. A list without anybody was never written so.
    private static int?[] KeysOf(NpgsqlDataReader row)
    {
        var (subject, others) = (row.IsDBNull(4) ? (int?)null : row.GetInt32(4), row.IsDBNull(5) ? null : row.GetFieldValue<int?[]>(5));
        return others is null ? (subject is null ? [] : [subject]) : others.Length == 0 ? [null] : [.. others, subject];
    }

    private static int Number(int? key) => key is { } value ? value >> 5 : 0;

    private static Guid? Id(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private sealed record Context(Guid? Account, string? Job, Guid? Session, IPAddress? Ip, string? Agent, string Node);

    private sealed record StoredRow(
        long At, Guid Id, ulong Xact, int Context, int?[] Keys, Role Role, AuditAction Action, AuditResource Resource, Guid? ResourceId,
        DataCategories Categories, Purpose Purpose, string? Reason, Guid? Grant, AuditOutcome Outcome, byte[] Mac)
    {
        private const long Day = 86_400_000_000;

        // Days from 1970 to 2000, from where the database counts.
        private const long Epoch = 10_957;

        public PlacedEntry Placed(Dictionary<int, Context> contexts, Dictionary<int, Guid> subjects)
        {
            var context = contexts.GetValueOrDefault(Context, Gone);
            var entry = new AuditEntry
            {
                At = PostgresAuditStore.Time(At),
                Id = new EntryId(Id),
                Role = Role,
                Account = context.Account is { } account ? new AccountId(account) : null,
                Job = context.Job,
                Session = context.Session is { } session ? new SessionId(session) : null,
                Action = Action,
                Resource = Resource,
                ResourceId = ResourceId,
                Categories = Categories,
                Purpose = Purpose,
                Reason = Reason,
                Grant = Grant,
                Outcome = Outcome,
                Ip = context.Ip,
                UserAgent = context.Agent,
                Node = context.Node,
                Patients = Keys.Length == 0 ? [] : Array.ConvertAll(Keys, key => new PatientId(key is { } value && IsOfDay(value) ? subjects.GetValueOrDefault(value >> 5) : Guid.Empty)),
            };
            return new PlacedEntry(new SignedEntry(entry, Mac), Xact);
        }

        // One whose day is not the entry's would hide it from a search: it resolves to nobody, and the entry does not verify. Infinite times have no day.
        private bool IsOfDay(int key) => (key & 31) == (At is long.MaxValue or long.MinValue ? 0 : (DayOf(At) + Epoch) & 31);

        // Downwards, before 2000 too.
        private static long DayOf(long microseconds) => (microseconds / Day) - (microseconds % Day < 0 ? 1 : 0);
    }
}

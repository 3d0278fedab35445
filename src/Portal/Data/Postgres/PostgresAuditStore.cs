using System.Data.Common;
using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Data.Postgres;

/// <summary>Appends a batch as one statement over arrays: one round trip, one commit, INSERT rights only.</summary>
internal sealed class PostgresAuditStore(Func<NpgsqlDataSource> lanes, Func<NpgsqlDataSource> reads) : IAuditStore
{
    // Set-returning functions in the list of a SELECT go in step, row by row; in its FROM each would be written to a store of its own first.
    private const string InsertEntries = """
        INSERT INTO audit.entries (at, id, role, account, session, action, resource, categories, purpose, outcome, ip, agent, node, mac, job, resource_id, reason, break_glass)
        SELECT unnest($1::timestamptz[]), unnest($2::uuid[]), unnest($3::int2[]), unnest($4::uuid[]), unnest($5::uuid[]), unnest($6::int2[]), unnest($7::int2[]), unnest($8::int4[]),
               unnest($9::int2[]), unnest($10::int2[]), unnest($11::inet[]), unnest($12::text[]), unnest($13::text[]), unnest($14::bytea[]),
               unnest($15::text[]), unnest($16::uuid[]), unnest($17::text[]), unnest($18::uuid[])
        """;

    // What nearly every batch holds: one node, and nothing in the four columns that few entries fill.
    private const string InsertUsual = """
        INSERT INTO audit.entries (at, id, role, account, session, action, resource, categories, purpose, outcome, ip, agent, node, mac)
        SELECT unnest($1::timestamptz[]), unnest($2::uuid[]), unnest($3::int2[]), unnest($4::uuid[]), unnest($5::uuid[]), unnest($6::int2[]), unnest($7::int2[]), unnest($8::int4[]),
               unnest($9::int2[]), unnest($10::int2[]), unnest($11::inet[]), unnest($12::text[]), $13::text, unnest($14::bytea[])
        """;

    private const string InsertPatients = """
        INSERT INTO audit.entry_patients (patient, at, entry) SELECT unnest($1::uuid[]), unnest($2::timestamptz[]), unnest($3::uuid[])
        """;

    // An entry that is there already is left as it is. The check costs a look into each index, so lanes send it only where a batch met such an entry.
    private const string Again = " ON CONFLICT DO NOTHING";

    /// <summary>The columns that <see cref="Read"/> takes, of <c>audit.entries e</c>.</summary>
    internal const string Columns = """
        e.at, e.id, e.role, e.account, e.job, e.session, e.action, e.resource, e.resource_id, e.categories, e.purpose, e.reason, e.break_glass, e.outcome,
        e.ip, e.agent, e.node, e.mac, (SELECT array_agg(p.patient) FROM audit.entry_patients p WHERE p.at = e.at AND p.entry = e.id)
        """;

    private const string SelectPage = $"""
        SELECT {Columns}
        FROM audit.entries e WHERE (e.at, e.id) > ($1, $2) ORDER BY e.at, e.id LIMIT $3
        """;

    // Where a change waits for its entry for so long it is given up.
    private const int ChangeSeconds = 10;

    // A page takes well under the role's statement time-out, however long the log is.
    private const int PageSize = 5_000;

    /// <summary>
    /// The connections that append reads: a pool of their own, so that readers who hold all others cannot keep out the entry they wait for; statements stay
    /// prepared, and no reset goes between two batches, which leave nothing behind in the session.
    /// </summary>
    public static string Lanes(string connection)
    {
        var lanes = new NpgsqlConnectionStringBuilder(connection)
        {
            NoResetOnClose = true,
            MaxAutoPrepare = 8,
            AutoPrepareMinUsages = 2,
            MaxPoolSize = 8,
            Timeout = 3,
            CommandTimeout = 5,
            CancellationTimeout = 500,
        };
        lanes.Options = $"{lanes.Options} -c plan_cache_mode=force_generic_plan -c statement_timeout=4s -c lock_timeout=3s".Trim();
        return lanes.ConnectionString;
    }

    public async Task AppendAsync(IReadOnlyList<SignedEntry> entries, CancellationToken cancel)
    {
        try
        {
            await AppendAsync(entries, onConflict: "", cancel);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            await AppendAsync(entries, Again, cancel);
        }
    }

    public async Task AppendAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<SignedEntry> entries, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch((NpgsqlConnection)connection, (NpgsqlTransaction)transaction) { Timeout = ChangeSeconds };
        Fill(batch.BatchCommands, entries, Again);
        await batch.ExecuteNonQueryAsync(cancel);
    }

    private async Task AppendAsync(IReadOnlyList<SignedEntry> entries, string onConflict, CancellationToken cancel)
    {
        await using var batch = lanes().CreateBatch();
        Fill(batch.BatchCommands, entries, onConflict);
        await batch.ExecuteNonQueryAsync(cancel);
    }

    public async IAsyncEnumerable<SignedEntry> ReadFromAsync(DateTimeOffset from, [EnumeratorCancellation] CancellationToken cancel)
    {
        var (at, id) = (from.UtcDateTime, Guid.Empty); // the smallest time is -infinity
        List<SignedEntry> page;
        do
        {
            page = await ReadPageAsync(at, id, cancel);
            foreach (var signed in page)
            {
                yield return signed;
                (at, id) = (signed.Entry.At.UtcDateTime, signed.Entry.Id.Value);
            }
        }
        while (page.Count == PageSize);
    }

    private async Task<List<SignedEntry>> ReadPageAsync(DateTime at, Guid id, CancellationToken cancel)
    {
        await using var command = reads().CreateCommand(SelectPage);
        command.Parameters.Add(new NpgsqlParameter { Value = DateTime.SpecifyKind(at, DateTimeKind.Utc), NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new NpgsqlParameter { Value = id, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new NpgsqlParameter { Value = PageSize, NpgsqlDbType = NpgsqlDbType.Integer });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var page = new List<SignedEntry>();
        while (await reader.ReadAsync(cancel))
        {
            page.Add(Read(reader));
        }

        return page;
    }

    private static void Fill(NpgsqlBatchCommandCollection commands, IReadOnlyList<SignedEntry> entries, string onConflict)
    {
        commands.Add(EntriesCommand(entries, onConflict));
        if (entries.Sum(signed => signed.Entry.Patients.Count) is var patients and > 0)
        {
            commands.Add(PatientsCommand(entries, patients, onConflict));
        }
    }

    private static NpgsqlBatchCommand EntriesCommand(IReadOnlyList<SignedEntry> entries, string onConflict)
    {
        var node = entries[0].Entry.Node;
        var usual = entries.All(signed => signed.Entry is { Job: null, ResourceId: null, Reason: null, Grant: null } entry && entry.Node == node);
        var command = new NpgsqlBatchCommand((usual ? InsertUsual : InsertEntries) + onConflict);
        Array(command, NpgsqlDbType.TimestampTz, entries, signed => signed.Entry.At.UtcDateTime);
        Array(command, NpgsqlDbType.Uuid, entries, signed => signed.Entry.Id.Value);
        Array(command, NpgsqlDbType.Smallint, entries, signed => (short)signed.Entry.Role);
        Array(command, NpgsqlDbType.Uuid, entries, signed => signed.Entry.Account?.Value);
        Array(command, NpgsqlDbType.Uuid, entries, signed => signed.Entry.Session?.Value);
        Array(command, NpgsqlDbType.Smallint, entries, signed => (short)signed.Entry.Action);
        Array(command, NpgsqlDbType.Smallint, entries, signed => (short)signed.Entry.Resource);
        Array(command, NpgsqlDbType.Integer, entries, signed => (int)signed.Entry.Categories);
        Array(command, NpgsqlDbType.Smallint, entries, signed => (short)signed.Entry.Purpose);
        Array(command, NpgsqlDbType.Smallint, entries, signed => (short)signed.Entry.Outcome);
        Array(command, NpgsqlDbType.Inet, entries, signed => signed.Entry.Ip);
        Array(command, NpgsqlDbType.Text, entries, signed => signed.Entry.UserAgent);
        AddNodes(command, entries, usual ? node : null);
        Array(command, NpgsqlDbType.Bytea, entries, signed => signed.Mac);
        if (!usual)
        {
            AddRare(command, entries);
        }

        return command;
    }

    private static void AddNodes(NpgsqlBatchCommand command, IReadOnlyList<SignedEntry> entries, string? one)
    {
        if (one is null)
        {
            Array(command, NpgsqlDbType.Text, entries, signed => signed.Entry.Node);
        }
        else
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = one, NpgsqlDbType = NpgsqlDbType.Text });
        }
    }

    private static void AddRare(NpgsqlBatchCommand command, IReadOnlyList<SignedEntry> entries)
    {
        Array(command, NpgsqlDbType.Text, entries, signed => signed.Entry.Job);
        Array(command, NpgsqlDbType.Uuid, entries, signed => signed.Entry.ResourceId);
        Array(command, NpgsqlDbType.Text, entries, signed => signed.Entry.Reason);
        Array(command, NpgsqlDbType.Uuid, entries, signed => signed.Entry.Grant);
    }

    private static NpgsqlBatchCommand PatientsCommand(IReadOnlyList<SignedEntry> entries, int count, string onConflict)
    {
        var (patients, times, ids) = (new Guid[count], new DateTime[count], new Guid[count]);
        var row = 0;
        foreach (var entry in entries.Select(signed => signed.Entry))
        {
            foreach (var patient in entry.Patients)
            {
                (patients[row], times[row], ids[row]) = (patient.Value, entry.At.UtcDateTime, entry.Id.Value);
                row++;
            }
        }

        var command = new NpgsqlBatchCommand(InsertPatients + onConflict);
        Add(command, NpgsqlDbType.Uuid, patients);
        Add(command, NpgsqlDbType.TimestampTz, times);
        Add(command, NpgsqlDbType.Uuid, ids);
        return command;
    }

    private static void Array<T>(NpgsqlBatchCommand command, NpgsqlDbType type, IReadOnlyList<SignedEntry> entries, Func<SignedEntry, T> value)
    {
        var values = new T[entries.Count];
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = value(entries[row]);
        }

        Add(command, type, values);
    }

    private static void Add<T>(NpgsqlBatchCommand command, NpgsqlDbType type, T[] values) =>
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });

    internal static SignedEntry Read(NpgsqlDataReader row)
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
            Patients = row.IsDBNull(18) ? [] : [.. row.GetFieldValue<Guid[]>(18).Select(id => new PatientId(id))],
        };
        return new SignedEntry(entry, row.GetFieldValue<byte[]>(17));
    }

    private static Guid? Id(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

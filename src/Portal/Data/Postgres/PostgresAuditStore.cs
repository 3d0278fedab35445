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
    private const string InsertEntries = """
        INSERT INTO audit.entries (at, id, role, account, job, session, action, resource, resource_id, categories, purpose, reason, break_glass, outcome, ip, agent, node, mac)
        SELECT * FROM unnest($1::timestamptz[], $2::uuid[], $3::int2[], $4::uuid[], $5::text[], $6::uuid[], $7::int2[], $8::int2[], $9::uuid[], $10::int4[],
                             $11::int2[], $12::text[], $13::uuid[], $14::int2[], $15::inet[], $16::text[], $17::text[], $18::bytea[])
        """;

    private const string InsertPatients = """
        INSERT INTO audit.entry_patients (patient, at, entry) SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::uuid[])
        """;

    // An entry that is there already is left as it is. The check costs a look into each index, so lanes send it only where a batch met such an entry.
    private const string Again = " ON CONFLICT DO NOTHING";

    private const string SelectPage = """
        SELECT e.at, e.id, e.role, e.account, e.job, e.session, e.action, e.resource, e.resource_id, e.categories, e.purpose, e.reason, e.break_glass, e.outcome,
               e.ip, e.agent, e.node, e.mac, (SELECT array_agg(p.patient) FROM audit.entry_patients p WHERE p.at = e.at AND p.entry = e.id)
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
        if (entries.Any(signed => signed.Entry.Patients.Count > 0))
        {
            commands.Add(PatientsCommand(entries, onConflict));
        }
    }

    private static NpgsqlBatchCommand EntriesCommand(IReadOnlyList<SignedEntry> entries, string onConflict)
    {
        var command = new NpgsqlBatchCommand(InsertEntries + onConflict);
        Array(command, NpgsqlDbType.TimestampTz, entries, entry => entry.At.UtcDateTime);
        Array(command, NpgsqlDbType.Uuid, entries, entry => entry.Id.Value);
        Array(command, NpgsqlDbType.Smallint, entries, entry => (short)entry.Role);
        Array(command, NpgsqlDbType.Uuid, entries, entry => entry.Account?.Value);
        Array(command, NpgsqlDbType.Text, entries, entry => entry.Job);
        Array(command, NpgsqlDbType.Uuid, entries, entry => entry.Session?.Value);
        Array(command, NpgsqlDbType.Smallint, entries, entry => (short)entry.Action);
        Array(command, NpgsqlDbType.Smallint, entries, entry => (short)entry.Resource);
        Array(command, NpgsqlDbType.Uuid, entries, entry => entry.ResourceId);
        Array(command, NpgsqlDbType.Integer, entries, entry => (int)entry.Categories);
        Array(command, NpgsqlDbType.Smallint, entries, entry => (short)entry.Purpose);
        Array(command, NpgsqlDbType.Text, entries, entry => entry.Reason);
        Array(command, NpgsqlDbType.Uuid, entries, entry => entry.Grant);
        Array(command, NpgsqlDbType.Smallint, entries, entry => (short)entry.Outcome);
        Array(command, NpgsqlDbType.Inet, entries, entry => entry.Ip);
        Array(command, NpgsqlDbType.Text, entries, entry => entry.UserAgent);
        Array(command, NpgsqlDbType.Text, entries, entry => entry.Node);
        Add(command, NpgsqlDbType.Bytea, entries.Select(signed => signed.Mac).ToArray());
        return command;
    }

    private static NpgsqlBatchCommand PatientsCommand(IReadOnlyList<SignedEntry> entries, string onConflict)
    {
        var rows = entries.SelectMany(signed => signed.Entry.Patients.Select(patient => (Patient: patient.Value, signed.Entry))).ToArray();
        var command = new NpgsqlBatchCommand(InsertPatients + onConflict);
        Add(command, NpgsqlDbType.Uuid, rows.Select(row => row.Patient).ToArray());
        Add(command, NpgsqlDbType.TimestampTz, rows.Select(row => row.Entry.At.UtcDateTime).ToArray());
        Add(command, NpgsqlDbType.Uuid, rows.Select(row => row.Entry.Id.Value).ToArray());
        return command;
    }

    private static void Array<T>(NpgsqlBatchCommand command, NpgsqlDbType type, IReadOnlyList<SignedEntry> entries, Func<AuditEntry, T> value) =>
        Add(command, type, entries.Select(signed => value(signed.Entry)).ToArray());

    private static void Add<T>(NpgsqlBatchCommand command, NpgsqlDbType type, T[] values) =>
        command.Parameters.Add(new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type });

    private static SignedEntry Read(NpgsqlDataReader row)
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

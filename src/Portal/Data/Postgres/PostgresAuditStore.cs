using System.Data.Common;
using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Data.Postgres;

/// <summary>Appends a batch as one statement over arrays: one round trip, one commit, INSERT rights only.</summary>
internal sealed class PostgresAuditStore(Func<NpgsqlDataSource> lanes, Func<NpgsqlDataSource> dictionaries, Func<NpgsqlDataSource> reads) : IAuditStore
{
    /// <summary>The columns that <see cref="Read"/> takes, of <c>audit.log e</c>.</summary>
    internal const string Columns = """
        e.at, e.id, e.role, e.account, e.job, e.session, e.action, e.resource, e.resource_id, e.categories, e.purpose, e.reason, e.break_glass, e.outcome,
        e.ip, e.agent, e.node, e.mac, e.patients
        """;

    private const string SelectPage = $"""
        SELECT {Columns}
        FROM audit.log e WHERE (e.at, e.id) > ($1, $2) ORDER BY e.at, e.id LIMIT $3
        """;

    // Where a change waits for its entry for so long it is given up.
    private const int ChangeSeconds = 10;

    // A page takes well under the role's statement time-out, however long the log is.
    private const int PageSize = 5_000;

    private const int LaneConnections = 8;

    // Apart from the lanes: many new contexts at once must not keep out the entries of those who are known already.
    private const int DictionaryConnections = 3;

    private const long StoredFrom = 630_822_816_000_000_000;

    private const long FirstStored = -StoredFrom / TimeSpan.TicksPerMicrosecond;

    private const long LastStored = (3_155_378_975_999_999_999 - StoredFrom) / TimeSpan.TicksPerMicrosecond;

    // More than people make who work side by side: somebody does a lot at once.
    private const int Many = 16;

    private readonly PostgresAuditNumbers numbers = new(dictionaries);

    private int underWay;

    public bool IsBusy => Volatile.Read(ref underWay) >= Many;

    /// <summary>
    /// The connections that append reads: a pool of their own, so that readers who hold all others cannot keep out the entry they wait for; statements stay
    /// prepared, and no reset goes between two batches, which leave nothing behind in the session.
    /// </summary>
    public static string Lanes(string connection) => Own(connection, LaneConnections);

    /// <summary>The connections that write the dictionaries.</summary>
    public static string Dictionaries(string connection) => Own(connection, DictionaryConnections);

    private static string Own(string connection, int most)
    {
        var lanes = new NpgsqlConnectionStringBuilder(connection)
        {
            NoResetOnClose = true,
            MaxAutoPrepare = 16,
            AutoPrepareMinUsages = 2,
            MaxPoolSize = most,
            Timeout = 3,
            CommandTimeout = 5,
            CancellationTimeout = 500,
        };
        lanes.Options = $"{lanes.Options} -c plan_cache_mode=force_generic_plan -c statement_timeout=4s -c lock_timeout=3s".Trim();
        return lanes.ConnectionString;
    }

    public async ValueTask PrepareAsync(AuditEntry entry) => await numbers.OfAsync(entry);

    public async Task AppendAsync(IReadOnlyList<SignedEntry> entries, CancellationToken cancel)
    {
        try
        {
            await AppendAsync(entries, again: false, cancel);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            await AppendAsync(entries, again: true, cancel);
        }
        catch (NpgsqlException e) when (PostgresRows.IsLost(e))
        {
            numbers.Forget();
            throw;
        }
    }

    public async Task AppendAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<SignedEntry> entries, CancellationToken cancel)
    {
        var known = await NumbersAsync(entries);
        await using var batch = new NpgsqlBatch((NpgsqlConnection)connection, (NpgsqlTransaction)transaction) { Timeout = ChangeSeconds };
        PostgresAuditInsert.Fill(batch.BatchCommands, entries, known, again: true);
        try
        {
            await batch.ExecuteNonQueryAsync(cancel);
        }
        catch (NpgsqlException e) when (PostgresRows.IsLost(e))
        {
            numbers.Forget();
            throw;
        }
    }

    private async Task AppendAsync(IReadOnlyList<SignedEntry> entries, bool again, CancellationToken cancel)
    {
        Interlocked.Add(ref underWay, entries.Count);
        try
        {
            var known = await NumbersAsync(entries);
            await using var batch = lanes().CreateBatch();
            PostgresAuditInsert.Fill(batch.BatchCommands, entries, known, again);
            await batch.ExecuteNonQueryAsync(cancel);
        }
        finally
        {
            Interlocked.Add(ref underWay, -entries.Count);
        }
    }

    private async ValueTask<EntryNumbers[]> NumbersAsync(IReadOnlyList<SignedEntry> entries)
    {
        var known = new EntryNumbers[entries.Count];
        for (var row = 0; row < known.Length; row++)
        {
            known[row] = await numbers.OfAsync(entries[row].Entry);
        }

        return known;
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

    internal static SignedEntry Read(NpgsqlDataReader row)
    {
        var entry = new AuditEntry
        {
            At = Time(row.GetInt64(0)),
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
            Node = Text(row, 16) ?? "", // an entry whose context is gone does not verify
            Patients = row.IsDBNull(18) ? [] : [.. row.GetFieldValue<Guid[]>(18).Select(id => new PatientId(id))],
        };
        return new SignedEntry(entry, row.GetFieldValue<byte[]>(17));
    }

    // Microseconds from 2000 on, as they are stored: a row of the year 20000, which the portal never writes, is read too, because a sealer that stops at it would be
    // stopped by whoever can insert it. It counts as the last time there is, and does not verify.
    internal static DateTimeOffset Time(long stored) => stored switch
    {
        > LastStored => DateTimeOffset.MaxValue,
        < FirstStored => DateTimeOffset.MinValue,
        _ => new DateTimeOffset(StoredFrom + (stored * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero),
    };

    private static Guid? Id(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

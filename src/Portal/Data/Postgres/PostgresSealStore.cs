using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using Portal.Data.Auditing.Proof;
using Portal.Kernel.Audit;

namespace Portal.Data.Postgres;

/// <summary>
/// The order of sealing by PostgreSQL's transaction numbers: an entry is ready once every transaction up to its own has ended, so that none can come before it
/// any more. One node seals at a time, by a lock that ends with its transaction.
/// </summary>
internal sealed class PostgresSealStore(Func<NpgsqlDataSource> sealer, Func<NpgsqlDataSource> reads) : ISealStore
{
    // Compared as a row, so that a transaction of any size is cut where a page ends. The first condition is the one that the index serves.
    internal const string Ready = $"""
        SELECT {PostgresStoredRows.Columns} FROM audit.entries e
        WHERE e.xact >= $1 AND (e.xact, e.id) > ($1, $2) AND e.xact < pg_snapshot_xmin(pg_current_snapshot())
        ORDER BY e.xact, e.id LIMIT $3
        """;

    private const string UpTo = $"""
        SELECT {PostgresStoredRows.Columns} FROM audit.entries e
        WHERE e.xact >= $1 AND (e.xact, e.id) > ($1, $2) AND e.xact <= $4 AND (e.xact, e.id) <= ($4, $5)
        ORDER BY e.xact, e.id LIMIT $3
        """;

    private const string OfId = "FROM audit.entries e WHERE e.id = $1 AND e.at >= $2 AND e.at < $3";

    private const string One = $"SELECT {PostgresStoredRows.Columns} {OfId}";

    private const string PlaceOfOne = $"SELECT e.xact, e.id {OfId}";

    private const string Count = "SELECT count(*) FROM (SELECT FROM audit.entries e WHERE e.xact >= $1 AND (e.xact, e.id) > ($1, $2) LIMIT $3) waiting";

    private const string Ahead = "SELECT EXISTS (SELECT FROM audit.entries e WHERE e.xact >= pg_snapshot_xmax(pg_current_snapshot()))";

    // Among those of the range's first and last day, as no transaction is open for longer. Apart, because the smallest place alone would be looked for from the
    // month's first entry on.
    internal const string Places = """
        WITH edge AS MATERIALIZED (
            SELECT (SELECT at FROM audit.entries WHERE at >= $1 AND at < $2 ORDER BY at LIMIT 1) AS first,
                   (SELECT at FROM audit.entries WHERE at >= $1 AND at < $2 ORDER BY at DESC LIMIT 1) AS last)
        SELECT f.xact, f.id, l.xact, l.id FROM
            (SELECT xact, id FROM (SELECT xact, id FROM audit.entries WHERE at >= (SELECT first FROM edge) AND at <= (SELECT least(last, first + interval '1 day') FROM edge) OFFSET 0) early
             ORDER BY xact, id LIMIT 1) f,
            (SELECT xact, id FROM (SELECT xact, id FROM audit.entries WHERE at >= (SELECT greatest(first, last - interval '1 day') FROM edge) AND at <= (SELECT last FROM edge) OFFSET 0) late
             ORDER BY xact DESC, id DESC LIMIT 1) l
        """;

    private const string NextPlace = """
        SELECT e.xact, e.id FROM audit.entries e WHERE e.at >= $3 AND e.at < $4 AND e.xact >= $1 AND (e.xact, e.id) > ($1, $2) ORDER BY e.xact, e.id LIMIT 1
        """;

    private const int PageSize = 5_000;

    public async Task<ISealTurn?> TryTakeTurnAsync(CancellationToken cancel) => await PostgresSealTurn.TryBeginAsync(sealer(), cancel);

    public async IAsyncEnumerable<PlacedEntry> ReadAsync(LogPosition after, LogPosition? last, [EnumeratorCancellation] CancellationToken cancel)
    {
        List<PlacedEntry> page;
        do
        {
            page = await PageAsync(after, last, PageSize, cancel);
            foreach (var placed in page)
            {
                yield return placed;
                after = placed.Position;
            }
        }
        while (page.Count == PageSize);
    }

    public Task<List<PlacedEntry>> NextAsync(LogPosition after, int most, CancellationToken cancel) => PageAsync(after, last: null, most, cancel);

    public async Task<PlacedEntry?> FindAsync(Guid entry, CancellationToken cancel)
    {
        var (at, near) = TimesOf(entry);
        return await FindAsync(entry, at, cancel) ?? await FindAsync(entry, near, cancel);
    }

    public async Task<LogPosition?> PlaceOfAsync(Guid entry, CancellationToken cancel)
    {
        var (at, near) = TimesOf(entry);
        return await PlaceOfAsync(entry, at, cancel) ?? await PlaceOfAsync(entry, near, cancel);
    }

    public async Task<long> CountAfterAsync(LogPosition place, int most, CancellationToken cancel)
    {
        await using var command = reads().CreateCommand(Count);
        AddPlace(command, place);
        command.Parameters.Add(Number(most));
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    public async Task<bool> IsAheadAsync(CancellationToken cancel)
    {
        await using var command = reads().CreateCommand(Ahead);
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    public async Task DeliveredAsync(string target, Checkpoint last, DateTimeOffset now, byte[] mac, CancellationToken cancel)
    {
        await using var command = sealer().CreateCommand("INSERT INTO audit.deliveries (target, epoch, size, at, mac) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = target });
        command.Parameters.Add(Uuid(last.Epoch));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = last.Size });
        command.Parameters.Add(Time(now));
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = mac });
        await command.ExecuteNonQueryAsync(cancel);
    }

    public async Task<(LogPosition First, LogPosition Last)?> PlacesAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var command = reads().CreateCommand(Places);
        command.Parameters.Add(Time(from));
        command.Parameters.Add(Time(to));
        return await command.FirstAsync<(LogPosition, LogPosition)?>(
            row => (new LogPosition(row.GetFieldValue<ulong>(0), row.GetGuid(1)), new LogPosition(row.GetFieldValue<ulong>(2), row.GetGuid(3))), cancel);
    }

    public async Task<LogPosition?> NextPlaceAsync(LogPosition after, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var command = reads().CreateCommand(NextPlace);
        AddPlace(command, after);
        command.Parameters.Add(Time(from));
        command.Parameters.Add(Time(to));
        return await command.FirstAsync<LogPosition?>(row => new LogPosition(row.GetFieldValue<ulong>(0), row.GetGuid(1)), cancel);
    }

    internal static void AddPlace(NpgsqlCommand command, LogPosition place)
    {
        command.Parameters.Add(new NpgsqlParameter<ulong> { TypedValue = place.Xact, NpgsqlDbType = NpgsqlDbType.Xid8 });
        command.Parameters.Add(Uuid(place.Id));
    }

    internal static NpgsqlParameter Number(int value) => new NpgsqlParameter<int> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Integer };

    private static NpgsqlParameter Uuid(Guid value) => new NpgsqlParameter<Guid> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Uuid };

    private static NpgsqlParameter Time(DateTimeOffset value) => new NpgsqlParameter<DateTime> { TypedValue = value.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    // The id's own time is the entry's; one that was moved may lie near it.
    private static (Times At, Times Near) TimesOf(Guid entry)
    {
        var made = EntryTime.Of(entry);
        return (new Times(made, made.AddMilliseconds(1)), new Times(made - EntryTime.Slack, made + EntryTime.Slack));
    }

    private async Task<LogPosition?> PlaceOfAsync(Guid entry, Times times, CancellationToken cancel)
    {
        var command = reads().CreateCommand(PlaceOfOne);
        AddOne(command, entry, times);
        return await command.FirstAsync<LogPosition?>(row => new LogPosition(row.GetFieldValue<ulong>(0), row.GetGuid(1)), cancel);
    }

    private static void AddOne(NpgsqlCommand command, Guid entry, Times times)
    {
        command.Parameters.Add(Uuid(entry));
        command.Parameters.Add(Time(times.From));
        command.Parameters.Add(Time(times.To));
    }

    private async Task<PlacedEntry?> FindAsync(Guid entry, Times times, CancellationToken cancel)
    {
        await using var connection = await reads().OpenConnectionAsync(cancel);
        var command = new NpgsqlCommand(One, connection);
        AddOne(command, entry, times);
        return (await PostgresStoredRows.PlacedAsync(command, known: null, cancel)).FirstOrDefault();
    }

    private async Task<List<PlacedEntry>> PageAsync(LogPosition after, LogPosition? last, int most, CancellationToken cancel)
    {
        await using var connection = await reads().OpenConnectionAsync(cancel);
#pragma warning disable CA2100 // constants of this file
        var command = new NpgsqlCommand(last is null ? Ready : UpTo, connection);
#pragma warning restore CA2100
        AddPlace(command, after);
        command.Parameters.Add(Number(most));
        if (last is { } end)
        {
            AddPlace(command, end);
        }

        return await PostgresStoredRows.PlacedAsync(command, known: null, cancel);
    }

    private readonly record struct Times(DateTimeOffset From, DateTimeOffset To);
}

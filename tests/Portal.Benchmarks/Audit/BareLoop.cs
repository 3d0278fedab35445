using Npgsql;
using NpgsqlTypes;
using Portal.Data;
using Portal.Data.Postgres;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Benchmarks.Audit;

/// <summary>What a verification cannot do without: streams all sealed rows in the order of sealing, on two connections for two cores, and computes each leaf. It compares nothing.</summary>
internal static class BareLoop
{
    private const int Cores = 2;

    private const string Stream = $"SELECT {PostgresAuditStore.Columns} FROM audit.log e WHERE e.xact >= $1 AND e.xact < $2 ORDER BY e.xact, e.id";

    public static async Task<long> RunAsync(BenchInstance instance, bool isThroughView)
    {
        var edges = await EdgesAsync(instance);
        var read = await Task.WhenAll(Enumerable.Range(0, Cores).Select(async part =>
        {
            await Task.Yield();
            return isThroughView ? await StreamAsync(instance, edges[part], edges[part + 1]) : await PagesAsync(instance, edges[part], edges[part + 1]);
        }));
        return read.Sum();
    }

    private static async Task<long> PagesAsync(BenchInstance instance, ulong from, ulong to)
    {
        var (salts, entries) = (instance.Get<KeyRing>().Of(KeyUse.AuditSalts), 0L);
        await foreach (var placed in instance.Get<PortalDatabase>().Seals.ReadAsync(new LogPosition(from - 1, Guid.AllBitsSet), new LogPosition(to - 1, Guid.AllBitsSet), default))
        {
            AuditLeaf.Hash(AuditLeaf.Data(placed.Entry, salts));
            entries++;
        }

        return entries;
    }

    private static async Task<long> StreamAsync(BenchInstance instance, ulong from, ulong to)
    {
        var (salts, entries) = (instance.Get<KeyRing>().Of(KeyUse.AuditSalts), 0L);
        await using var source = NpgsqlDataSource.Create(instance.ConnectionString(DatabaseRole.Auditor) + ";Command Timeout=0;Options=-c statement_timeout=0");
        await using var command = source.CreateCommand(Stream);
        foreach (var edge in new[] { from, to })
        {
            command.Parameters.Add(new NpgsqlParameter<ulong> { TypedValue = edge, NpgsqlDbType = NpgsqlDbType.Xid8 });
        }

        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            AuditLeaf.Hash(AuditLeaf.Data(PostgresAuditStore.Read(reader).Entry, salts));
            entries++;
        }

        return entries;
    }

    // The first transaction, the one in the middle, and the one after the last.
    private static async Task<ulong[]> EdgesAsync(BenchInstance instance)
    {
        await using var source = NpgsqlDataSource.Create(instance.ConnectionString(DatabaseRole.Superuser));
        await using var command = source.CreateCommand("""
            SELECT (SELECT last_xact FROM audit.blocks ORDER BY no LIMIT 1), (SELECT last_xact FROM audit.blocks ORDER BY no OFFSET (SELECT count(*) / 2 FROM audit.blocks) LIMIT 1),
                (SELECT last_xact + 1 FROM audit.blocks ORDER BY no DESC LIMIT 1), (SELECT min(xact)::text::int8 FROM audit.entries)
            """);
        await using var reader = await command.ExecuteReaderAsync();
        Expect.That(await reader.ReadAsync());
        return [(ulong)reader.GetInt64(3), (ulong)reader.GetInt64(1), (ulong)reader.GetInt64(2)];
    }
}

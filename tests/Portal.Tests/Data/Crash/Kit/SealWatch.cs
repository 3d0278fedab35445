using System.Diagnostics;
using Npgsql;
using Portal.Data.Postgres.Embedded;

namespace Portal.Tests.Data.Crash;

/// <summary>Looks from outside at who seals, and when the next block comes.</summary>
internal sealed class SealWatch(EmbeddedCluster cluster) : IAsyncDisposable
{
    private const string Turn = """
        SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid)
        WHERE l.locktype = 'advisory' AND l.objid = 7164202 AND l.granted AND a.application_name <> '' LIMIT 1
        """;

    // A node that writes has a transaction's number; one that only looks has none.
    private const string Writers = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'portal_sealer' AND backend_xid IS NOT NULL AND query NOT LIKE '%audit.deliveries%'";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(cluster.ConnectionString(DatabaseRole.Superuser));

    /// <summary>The node that seals at this moment, once there is one; <c>null</c> where none was seen for some seconds.</summary>
    public async Task<string?> SealingNodeAsync()
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(5))
        {
            if (await AskAsync(Turn) is string node)
            {
                return node;
            }
        }

        return null;
    }

    /// <summary>How many blocks there are.</summary>
    public async Task<long> BlocksAsync() => (long)(await AskAsync("SELECT count(*) FROM audit.blocks"))!;

    /// <summary>How many sealers write at this moment.</summary>
    public async Task<long> WritersAsync() => (long)(await AskAsync(Writers))!;

    /// <summary>Waits for a block more than there are now, through an outage too.</summary>
    public async Task NextBlockAsync()
    {
        var (watch, before) = (Stopwatch.StartNew(), -1L);
        while (true)
        {
            try
            {
                var now = await BlocksAsync();
                before = before < 0 ? now : before;
                if (now > before)
                {
                    return;
                }
            }
            catch (NpgsqlException) when (watch.Elapsed < Patience)
            {
                // The server is being started again.
            }

            if (watch.Elapsed > Patience)
            {
                throw new TimeoutException("Nobody seals any more.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private async Task<object?> AskAsync(string sql)
    {
#pragma warning disable CA2100 // constants of this file
        await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }
}

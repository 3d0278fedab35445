using Npgsql;
using Portal.Data.Postgres;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel.Audit;

namespace Portal.Tests.Data.Postgres;

public sealed class SealTurnTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    // Stands before the real one in the search path, and waits where a node may be held up: after its statement began and before it has the lock.
    private const string SlowLock = """
        CREATE SCHEMA slow;
        CREATE FUNCTION slow.pg_try_advisory_xact_lock(key integer) RETURNS boolean LANGUAGE plpgsql AS $f$
        BEGIN
            PERFORM pg_advisory_xact_lock(99);
            RETURN pg_catalog.pg_try_advisory_xact_lock(key::bigint);
        END $f$;
        GRANT USAGE ON SCHEMA slow TO portal_sealer
        """;

    [Fact]
    public async Task The_next_number_of_a_transaction_is_read_once_the_turn_is_had()
    {
        await portal.Database.RunAsync(DatabaseRole.Superuser, SlowLock);
        await using var gate = await portal.Database.OpenAsync(DatabaseRole.Superuser);
        await Attack.RunAsync(gate, "SELECT pg_advisory_lock(99)");
        await using var sealer = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(portal.Database.ConnectionString(DatabaseRole.Sealer)) { SearchPath = "slow,pg_catalog" }.ConnectionString);
        var taking = PostgresSealTurn.TryBeginAsync(sealer, default);
        while (await Attack.RunAsync(gate, "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 99 AND NOT granted)") is not true)
        {
            await Task.Delay(20);
        }

        // What another node writes and seals meanwhile.
        var written = (ulong)(await portal.Database.RunAsync(DatabaseRole.App, "SELECT pg_current_xact_id()"))!;
        await Attack.RunAsync(gate, "SELECT pg_advisory_unlock(99)");

        await using var turn = (await taking).ShouldNotBeNull();
        turn.NextXact.ShouldBeGreaterThan(written);
    }

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task A_node_that_stopped_while_it_read_loses_its_turn_though_no_time_out_of_the_server_ends_it()
    {
        await using var stopped = await portal.Database.OpenAsync(DatabaseRole.Sealer);
        await Attack.RunAsync(stopped, "BEGIN; SELECT set_config('statement_timeout', '5s', true), pg_advisory_xact_lock(7164202)");
        // More than the socket takes: the server waits for its client.
        await using var big = new NpgsqlCommand("SELECT repeat('x', 10000) FROM generate_series(1, 20000)", stopped);
        var reading = await big.ExecuteReaderAsync();

        var watch = System.Diagnostics.Stopwatch.StartNew();
        ISealTurn? turn;
        while ((turn = await portal.Get<Portal.Data.PortalDatabase>().Seals.TryTakeTurnAsync(default)) is null && watch.Elapsed < TimeSpan.FromSeconds(30))
        {
            await Task.Delay(200);
        }

        await using (turn.ShouldNotBeNull())
        {
            await Should.ThrowAsync<NpgsqlException>(async () => await reading.DisposeAsync());
        }
    }

    [Fact]
    public async Task A_node_that_is_slow_at_its_own_work_keeps_its_turn()
    {
        await using var turn = (await portal.Get<Portal.Data.PortalDatabase>().Seals.TryTakeTurnAsync(default)).ShouldNotBeNull();

        (await portal.Get<Portal.Data.PortalDatabase>().Seals.TryTakeTurnAsync(default)).ShouldBeNull();

        await turn.CommitAsync(default);
    }
}

using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Data;
using Portal.Data.Auditing.Proof;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel.Audit;
using Xunit.Abstractions;

namespace Portal.Tests.Data.Auditing.Sealing;

/// <summary>How blocks are found among 20,000 of two days, as wide as they are.</summary>
public sealed partial class BlockBookTests(PortalFixture portal, ITestOutputHelper output) : IClassFixture<PortalFixture>, IAsyncLifetime
{
    // Ten seconds apart. The last thousand are of one large transaction.
    private const string Fill = """
        INSERT INTO audit.blocks (epoch, no, sealed_at, last_xact, last_id, count, previous, root, entries, nodes)
        SELECT $1, n, timestamptz '2026-03-01Z' + n * interval '10 seconds', least(n, 19000) + 10, lpad(to_hex(n), 32, '0')::uuid, 100, sha256(n::text::bytea), sha256(n::text::bytea),
               (SELECT string_agg(sha256((n * 100 + i)::text::bytea), '') FROM generate_series(1, 50) i), sha256(n::text::bytea)
        FROM generate_series(0, 19999) n
        """;

    private static readonly Guid Epoch = Guid.Parse("0197aaaa-0000-7000-8000-000000000001");

    public async Task InitializeAsync()
    {
        if (await portal.Database.AsSuperuserAsync("SELECT count(*) FROM audit.blocks") is 0L)
        {
            await portal.Database.AsSuperuserAsync(Fill, Epoch);
            await portal.Database.AsSuperuserAsync("VACUUM (ANALYZE) audit.blocks");
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Blocks_sealed_in_an_hour_are_found_by_their_times_alone()
    {
        var from = new DateTimeOffset(2026, 3, 2, 20, 0, 0, TimeSpan.Zero);

        (await portal.Get<BlockBook>().SealedAsync(Epoch, from, from.AddHours(1), default)).ShouldBe((15840L, 16199L));
        (await portal.Get<BlockBook>().SealedAsync(Epoch, from.AddYears(1), from.AddYears(2), default)).ShouldBeNull();
        await using var db = portal.Get<PortalDatabase>().Open(DatabaseRole.Auditor);
        var plan = await PlanAsync(BlockBook.SealedIn(db, Epoch, from, from.AddHours(1)));
        plan.ShouldContain("IX_blocks_epoch_sealed_at");
        Buffers(plan).ShouldBeLessThan(200, plan); // of some 5,000
    }

    [Fact]
    public async Task A_block_is_found_by_its_place_however_many_one_transaction_has_filled()
    {
        var place = new LogPosition(19_010, Guid.Parse($"{19_900:x32}"));

        (await portal.Get<BlockBook>().BlockAtAsync(Epoch, place, default)).ShouldNotBeNull().Block.Number.ShouldBe(19_900);
        (await portal.Get<BlockBook>().BlockAtAsync(Epoch, new LogPosition(19_010, Guid.AllBitsSet), default)).ShouldBeNull();
        (await portal.Get<BlockBook>().BlockAtAsync(Epoch, new LogPosition(500, Guid.AllBitsSet), default)).ShouldNotBeNull().Block.Number.ShouldBe(491);
    }

    private async Task<string> PlanAsync(IQueryable<object> query)
    {
        await using var command = (NpgsqlCommand)query.CreateDbCommand();
        command.CommandText = "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) " + command.CommandText;
        await command.Connection!.OpenAsync();
        await command.ExecuteNonQueryAsync(); // the first time a connection reads the catalogue too
        var plan = "";
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            plan += row.GetString(0) + "\n";
        }

        output.WriteLine(plan);
        return plan;
    }

    private static int Buffers(string plan) =>
        Touched().Matches(plan.Split('\n').First(line => line.Contains("Buffers:", StringComparison.Ordinal))).Sum(one => int.Parse(one.Groups[1].Value, null));

    [GeneratedRegex(@"(?:hit|read)=(\d+)")]
    private static partial Regex Touched();
}

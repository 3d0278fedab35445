using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Data;
using Portal.Data.Auditing.Proof;
using Portal.Data.Auditing.Sealing;
using Portal.Data.Postgres.Embedded;
using Portal.Features.AuditTrail;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Tests.Data.Auditing.Sealing;

[Trait("Norm", "164.312(c)")]
public sealed class AuditSealerTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task Every_entry_is_sealed_once_in_the_order_of_transactions_and_the_tree_is_that_of_RFC_6962()
    {
        var written = await SealedLog.AppendAsync(portal, 250, patients: 2);
        await SealedLog.SealAllAsync(portal);
        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        await SealedLog.AppendAsync(portal, 3);
        await SealedLog.SealAllAsync(portal);

        var blocks = await SealedLog.BlocksAsync(portal);
        var entries = await EntriesAsync();
        blocks.Sum(block => block.Count).ShouldBe(entries.Count);
        blocks.SelectMany(block => block.Entries).ShouldBe(entries.SelectMany(entry => entry.Entry.Id.Value.ToByteArray(bigEndian: true)));
        written.Select(entry => entry.Id).ShouldBeSubsetOf(entries.Select(entry => entry.Entry.Id));
        blocks.ShouldAllBe(block => block.Count <= BlockMaker.MostEntries);

        var (at, previous, leaves) = (0, AuditBlock.NothingBefore, new List<byte[]>());
        foreach (var row in blocks)
        {
            var hashes = entries.Skip(at).Take(row.Count).Select(entry => AuditLeaf.Hash(AuditLeaf.Data(entry.Entry, portal.Get<KeyRing>().Of(KeyUse.AuditSalts)))).ToArray();
            var block = new AuditBlock(row.Epoch, leaves.Count, row.SealedAt, row.Count, previous, MerkleTree.Root(hashes));
            (row.No, row.Previous, row.Root).ShouldBe((block.Number, row.Previous, row.Root));
            row.Previous.ShouldBe(previous);
            row.Root.ShouldBe(block.Root);
            (at, previous) = (at + row.Count, block.Hash());
            leaves.Add(block.LeafHash());
        }

        var checkpoints = await CheckpointsAsync();
        checkpoints.Count.ShouldBeGreaterThanOrEqualTo(2);
        foreach (var row in checkpoints)
        {
            row.Root.ShouldBe(MerkleTree.Root(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(leaves)[..(int)row.Size]));
            portal.CheckpointKey.Signed(new SignedCheckpoint(new Checkpoint(row.Epoch, row.Size, row.Root, row.At), row.KeyId, row.Signature)).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Two_nodes_that_seal_at_once_make_one_chain()
    {
        await using var second = await SecondPortal.OpenAsync(portal);
        var nodes = new[] { portal.Get<AuditSealer>(), second.Get<AuditSealer>() };

        for (var round = 0; round < 5; round++)
        {
            await Task.WhenAll(SealedLog.AppendAsync(portal, 40), nodes[0].SealAsync(1, default), nodes[1].SealAsync(1, default), nodes[0].SealAsync(1, default));
        }

        await SealedLog.SealAllAsync(portal, nodes[1]);
        await ShouldBeWholeAsync();
    }

    [Fact]
    public async Task A_sealer_whose_connection_ends_in_the_middle_leaves_nothing_behind_and_holds_nobody_up()
    {
        await SealedLog.AppendAsync(portal, 5);
        var before = (await SealedLog.BlocksAsync(portal)).Count;
        var store = portal.Get<PortalDatabase>().Seals;
        var turn = (await store.TryTakeTurnAsync(default))!;
        (await store.TryTakeTurnAsync(default)).ShouldBeNull(); // one at a time
        (await portal.Get<AuditSealer>().SealAsync(1, default)).ShouldBe(SealRound.Nothing);

        await portal.Database.RunAsync(DatabaseRole.Superuser,
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'portal_sealer' AND datname = current_database() AND state = 'idle in transaction'");
        await Should.ThrowAsync<NpgsqlException>(() => turn.HeadAsync(default));
        await turn.DisposeAsync();

        (await SealedLog.BlocksAsync(portal)).Count.ShouldBe(before);
        await SealedLog.SealAllAsync(portal);
        await ShouldBeWholeAsync();
    }

    [Fact]
    public async Task What_an_open_transaction_may_still_write_before_is_waited_for()
    {
        await SealedLog.SealAllAsync(portal);
        await using var other = await portal.Database.OpenAsync(DatabaseRole.App);
        await using var open = await other.BeginTransactionAsync();
        await RunAsync(other, "SELECT pg_current_xact_id()");
        await SealedLog.AppendAsync(portal, 4);

        (await portal.Get<AuditSealer>().SealAsync(1, default)).Entries.ShouldBe(0);
        (await portal.Get<AuditSealer>().CountUnsealedAsync(100, default)).Unsealed.ShouldBe(4);

        await open.CommitAsync();
        await SealedLog.SealAllAsync(portal);
        await ShouldBeWholeAsync();
    }

    [Fact]
    public async Task A_few_entries_wait_for_more()
    {
        await SealedLog.AppendAsync(portal, 1);
        await SealedLog.SealAllAsync(portal);
        await SealedLog.AppendAsync(portal, 2);

        var round = SealRound.Nothing;
        for (var tries = 0; tries < 600 && round.Waiting < 2; tries++)
        {
            round = await portal.Get<AuditSealer>().SealAsync(BlockMaker.MostEntries, default);
            await Task.Delay(50);
        }

        (round.Entries, round.Waiting).ShouldBe((0, 2));
    }

    [Fact]
    public async Task An_epoch_that_was_begun_by_SQL_is_named_by_a_verification_and_refused_by_the_sealer()
    {
        await SealedLog.AppendAsync(portal, 4);
        await SealedLog.SealAllAsync(portal);
        await SealedLog.AppendAsync(portal, 3);
        var id = Guid.CreateVersion7();
        await portal.Database.RunAsync(DatabaseRole.Sealer, $"""
            INSERT INTO audit.epochs (id, number, begun_at, after_xact, after_id, mac)
            SELECT '{id}', max(number) + 1, now(), pg_current_xact_id()::text::bigint - 1, 'ffffffff-ffff-ffff-ffff-ffffffffffff', sha256('') FROM audit.epochs
            """);

        (await portal.Get<AuditSealer>().SealAsync(1, default)).ShouldBe(SealRound.Refused(SealTrouble.FalseEpoch));
        var found = await portal.Get<VerifyAudit>().ForAsync(Actor.System("test"), VerifyRequest.All, default);
        (found.Ok, found.Kind, found.Where).ShouldBe((false, BreakKinds.Inserted, $"epoch {id}"));
        found.Unsealed.ShouldBeGreaterThanOrEqualTo(3); // those that it would have left out

        // As the runbook says.
        await portal.Database.AsSuperuserAsync($"SET session_replication_role = replica; DELETE FROM audit.epochs WHERE id = '{id}'; SET session_replication_role = origin");
        await SealedLog.SealAllAsync(portal);
    }

    [Fact]
    public async Task An_entry_whose_number_the_database_has_not_given_is_told_though_others_are_sealed_around_it()
    {
        await SealedLog.AppendAsync(portal, 3);
        await SealedLog.SealAllAsync(portal);
        var store = portal.Get<PortalDatabase>().Seals;
        (await store.IsAheadAsync(default)).ShouldBeFalse();
        var later = (await SealedLog.AppendAsync(portal, 2))[0];
        await portal.Database.AsSuperuserAsync("UPDATE audit.entries SET xact = (pg_current_xact_id()::text::bigint + 1000000)::text::xid8 WHERE id = $1", later.Id.Value);
        var state = new SealingState();
        var job = new SealingJob(portal.Get<PortalInstance>(), portal.Get<AuditSealer>(), state, portal.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<SealingJob>.Instance);

        await job.LookAsync(default);

        state.Troubles.ShouldContain(SealTrouble.NumbersAhead);
        await portal.Database.AsSuperuserAsync("DELETE FROM audit.entries WHERE id = $1", later.Id.Value);
        portal.Clock.Advance(TimeSpan.FromSeconds(11));
        await job.LookAsync(default);
        state.Troubles.ShouldNotContain(SealTrouble.NumbersAhead);
    }

    [Theory]
    [InlineData("blocks", "root = substr(root, 2)")]
    [InlineData("blocks", "previous = previous || previous")]
    [InlineData("blocks", "count = 0")]
    [InlineData("blocks", "sealed_at = '20000-01-01Z'")]
    [InlineData("checkpoints", "root = ''")]
    [InlineData("epochs", "begun_at = 'infinity'")]
    public async Task What_could_be_no_row_of_the_proof_is_not_taken(string table, string change)
    {
        await SealedLog.AppendAsync(portal, 1);
        await SealedLog.SealAllAsync(portal);

        (await Should.ThrowAsync<PostgresException>(() => portal.Database.AsSuperuserAsync($"UPDATE audit.{table} SET {change}"))).ConstraintName.ShouldBe($"CK_{table}_whole");
    }

    [Theory]
    [InlineData("UPDATE audit.{0} SET {1} = {1}")]
    [InlineData("DELETE FROM audit.{0}")]
    [InlineData("TRUNCATE audit.{0}")]
    public async Task Neither_the_portals_roles_nor_a_slip_of_the_owner_rewrite_the_proof(string sql)
    {
        await SealedLog.AppendAsync(portal, 1);
        await SealedLog.SealAllAsync(portal);
        foreach (var (table, column) in new[] { ("epochs", "id"), ("blocks", "root"), ("checkpoints", "root"), ("checkpoint_keys", "key_id"), ("deliveries", "at"), ("verifications", "kind") })
        {
            var attack = string.Format(null, sql, table, column);
            foreach (var role in DatabaseRoles.Runtime)
            {
                await portal.Database.DeniedAsync(role, attack);
            }

            if (table is "epochs" or "blocks" or "checkpoints" || sql.StartsWith("TRUNCATE", StringComparison.Ordinal))
            {
                (await Should.ThrowAsync<PostgresException>(() => portal.Database.RunAsync(DatabaseRole.Owner, attack))).MessageText.ShouldContain("append-only");
            }
        }
    }

    private async Task ShouldBeWholeAsync()
    {
        var blocks = await SealedLog.BlocksAsync(portal);
        blocks.Select(block => block.Epoch).Distinct().Count().ShouldBe(1);
        blocks.Select(block => block.No).ShouldBe(Enumerable.Range(0, blocks.Count).Select(no => (long)no));
        blocks.SelectMany(block => block.Entries).ShouldBe((await EntriesAsync()).SelectMany(entry => entry.Entry.Id.Value.ToByteArray(bigEndian: true)));
    }

    private async Task<List<PlacedEntry>> EntriesAsync()
    {
        var entries = new List<PlacedEntry>();
        await foreach (var placed in portal.Get<PortalDatabase>().Seals.ReadAsync(LogPosition.Start, null, default))
        {
            entries.Add(placed);
        }

        return entries;
    }

    private async Task<List<CheckpointRow>> CheckpointsAsync()
    {
        await using var db = portal.Get<PortalDatabase>().Open();
        return await db.Set<CheckpointRow>().OrderBy(row => row.Size).ToListAsync();
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteScalarAsync();
    }
}

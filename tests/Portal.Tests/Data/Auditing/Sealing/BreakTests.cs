using System.Globalization;
using Portal.Data.Auditing.Proof;
using Portal.Data.Auditing.Sealing;
using Portal.Features.AuditTrail;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Xunit.Abstractions;

namespace Portal.Tests.Data.Auditing.Sealing;

/// <summary>The sealed log against the strongest attacker with SQL: what was done is found, and named at the right place.</summary>
[Trait("Norm", "164.312(c)")]
public sealed class BreakTests(PortalFixture portal, ITestOutputHelper output) : IClassFixture<PortalFixture>, IAsyncLifetime
{
    private const string Copy = "INSERT INTO audit.entries SELECT (jsonb_populate_record(e, jsonb_build_object('id', $2::uuid))).* FROM audit.entries e WHERE id = $1";

    private AttackedLog log = null!;

    public async Task InitializeAsync() => log = await AttackedLog.MakeAsync(portal);

    public async Task DisposeAsync()
    {
        await log.RestoreAsync();
        await log.RunAsync("DROP TABLE public.saved_entries, public.saved_epochs, public.saved_blocks, public.saved_checkpoints, public.saved_verifications, public.saved_contexts, public.saved_subjects");
    }

    [Fact]
    public async Task Each_kind_of_break_is_found_at_its_place()
    {
        (await log.VerifyWithOutsideAsync()).Ok.ShouldBeTrue();
        var (id, other) = (log.IdAt(1, 7), log.IdAt(2, 3));
        var bytes = id.ToByteArray(bigEndian: true);
        bytes[15] ^= 1;
        var forged = new Guid(bytes, bigEndian: true); // the next one to it in the order of the log

        await FoundAsync("UPDATE audit.entries SET outcome = 2 WHERE id = $1", [id], BreakKinds.Edited, id, "block 1, entry 7");
        await FoundAsync("UPDATE audit.entries SET mac = set_byte(mac, 0, get_byte(mac, 0) # 1) WHERE id = $1", [id], BreakKinds.Edited, id, "block 1, entry 7");
        await FoundAsync("UPDATE audit.entries SET id = $2 WHERE id = $1", [id, forged], BreakKinds.Edited, forged, null);
        await FoundAsync("DELETE FROM audit.entries WHERE id = $1", [id], BreakKinds.Deleted, id, "block 1, entry 7");
        await FoundAsync("DELETE FROM audit.entries WHERE id IN ($1, $2)", [id, other], BreakKinds.Deleted, id, "block 1, entry 7");
        await FoundAsync(Copy, [id, forged], BreakKinds.Inserted, forged, null);
        await FoundAsync("UPDATE audit.entries SET xact = (SELECT xact FROM audit.entries WHERE id = $2) WHERE id = $1", [id, log.IdAt(3, 1)], BreakKinds.Reordered, id, "block 1, entry 7");
        await FoundAsync("DELETE FROM audit.blocks WHERE no = 2", [], BreakKinds.Deleted, null, "block 2");
        await FoundAsync("UPDATE audit.blocks SET root = previous WHERE no = 2", [], BreakKinds.Edited, null, "block 2");
        foreach (var change in new[] { "root = substr(root, 2)", "previous = substr(previous, 2)", "count = 0" })
        {
            await FoundAsync($"ALTER TABLE audit.blocks DROP CONSTRAINT IF EXISTS \"CK_blocks_whole\"; UPDATE audit.blocks SET {change} WHERE no = 2", [], BreakKinds.Edited, null, "block 2");
        }

        await FoundAsync("UPDATE audit.blocks SET entries = set_byte(entries, 20, get_byte(entries, 20) # 1) WHERE no = 2", [], null, null, null);
        await FoundAsync("UPDATE audit.checkpoints SET root = (SELECT root FROM audit.blocks LIMIT 1) WHERE size = (SELECT max(size) FROM audit.checkpoints)", [], BreakKinds.CheckpointReplaced, null, null);
        await FoundAsync("UPDATE audit.checkpoints SET signature = set_byte(signature, 5, get_byte(signature, 5) # 1) WHERE size = (SELECT min(size) FROM audit.checkpoints)", [], BreakKinds.CheckpointReplaced, null, null);
        await FoundAsync("DELETE FROM audit.blocks WHERE no > 2; DELETE FROM audit.entries e WHERE e.xact::text::bigint > (SELECT max(last_xact) FROM audit.blocks)", [], BreakKinds.TailCut, null, "block 3");
    }

    [Fact]
    public async Task A_block_that_is_said_to_reach_to_the_logs_end_is_named_and_its_entries_have_no_proof()
    {
        var id = log.IdAt(1, 7);
        (await ProofAsync(id)).ShouldBe(EntryProofState.Proven);
        await log.RunAsync("UPDATE audit.blocks SET last_xact = 9e18 WHERE no = 1");

        var found = await log.VerifyAsync();
        found.Ok.ShouldBeFalse();
        found.Where.ShouldNotBeNull().ShouldStartWith("block 1,");
        (await ProofAsync(id)).ShouldBe(EntryProofState.Broken);

        await log.RestoreAsync();
        await log.RunAsync("DELETE FROM audit.blocks WHERE no = 0");
        (await ProofAsync(id)).ShouldBe(EntryProofState.Broken);
        await log.RestoreAsync();
    }

    [Fact]
    public async Task A_checkpoint_that_nobody_here_can_check_proves_nothing()
    {
        await using var second = await SecondPortal.OpenAsync(portal, hasKey: false);

        (await ProofAsync(log.IdAt(1, 7), second.Get<OpenEntryProof>())).ShouldBe(EntryProofState.Broken);
        (await second.Get<VerifyAudit>().ForAsync(Actor.System("test"), default)).Kind.ShouldBe(BreakKinds.CheckpointReplaced);
    }

    [Fact]
    public async Task A_cut_tail_with_its_checkpoints_is_known_to_whoever_keeps_them_outside()
    {
        await log.RunAsync("""
            DELETE FROM audit.blocks WHERE no > 2; DELETE FROM audit.checkpoints WHERE size > 3;
            DELETE FROM audit.entries e WHERE (e.xact::text::bigint, e.id) > (SELECT last_xact, last_id FROM audit.blocks WHERE no = 2)
            """);

        (await log.VerifyAsync()).Ok.ShouldBeTrue(); // nothing inside the database tells it
        var found = await log.VerifyWithOutsideAsync();

        (found.Ok, found.Kind, found.Where).ShouldBe((false, BreakKinds.TailCut, "block 3"));
        await log.RestoreAsync();
    }

    [Theory]
    [InlineData("DELETE FROM audit.checkpoints WHERE size > 1", BreakKinds.CheckpointReplaced)]
    [InlineData("SELECT 1", BreakKinds.Edited)]
    public async Task A_suffix_that_was_hashed_again_does_not_fit_what_was_signed(string checkpoints, string kind)
    {
        await log.RunAsync("DELETE FROM audit.entries WHERE id = $1", log.IdAt(1, 7));
        await log.HashAgainAsync(from: 1);
        await log.RunAsync(checkpoints);

        var found = await log.VerifyWithOutsideAsync();

        (found.Ok, found.Kind).ShouldBe((false, kind));
        found.Where.ShouldNotBeNull().ShouldStartWith("block");
        await log.RestoreAsync();
    }

    [Fact]
    public async Task A_running_sealer_refuses_others_in_place_of_the_block_it_saw_though_they_are_more()
    {
        await using var second = await SecondPortal.OpenAsync(portal, hasKey: false); // signs nothing, so that no checkpoint tells it
        var sealer = second.Get<AuditSealer>();
        (await sealer.SealAsync(int.MaxValue, default)).Trouble.ShouldBe(SealTrouble.None);
        await log.HashAgainAsync(from: log.Blocks.Count - 1, most: 5);
        (await SealedLog.BlocksAsync(portal)).Count.ShouldBeGreaterThan(log.Blocks.Count);

        (await sealer.SealAsync(1, default)).ShouldBe(SealRound.Refused(SealTrouble.BlocksChanged));

        // One that saw nothing before signs no checkpoint over blocks that the last one does not fit.
        var fresh = new AuditSealer(portal.Get<PortalInstance>(), portal.Get<Portal.Data.Auditing.AuditLog>(), portal.Clock);
        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        (await fresh.SealAsync(int.MaxValue, default)).ShouldBe(SealRound.Refused(SealTrouble.BlocksChanged));
        (await SealedLog.CheckpointLinesAsync(portal)).Count.ShouldBe(log.Outside.Count);

        await log.RestoreAsync();
        await log.RunAsync("ALTER TABLE audit.blocks DROP CONSTRAINT IF EXISTS \"CK_blocks_whole\"; UPDATE audit.blocks SET root = substr(root, 2)");
        (await sealer.SealAsync(1, default)).ShouldBe(SealRound.Refused(SealTrouble.BlocksChanged));
        await log.RestoreAsync();
        (await sealer.SealAsync(int.MaxValue, default)).Trouble.ShouldBe(SealTrouble.None);
    }

    [Fact]
    public async Task An_entry_that_is_gone_from_the_end_of_a_range_is_missed_there()
    {
        var id = log.IdAt(3, 5);
        var at = new DateTimeOffset((DateTime)(await log.RunAsync("SELECT at FROM audit.entries WHERE id = $1", id))!);
        await log.RunAsync("DELETE FROM audit.entries WHERE id = $1", id);

        var found = await log.VerifyAsync(new VerifyRequest(VerifyScope.Range) { From = at, To = at.AddMicroseconds(1) });

        (found.Kind, found.FirstBad).ShouldBe((BreakKinds.Deleted, id));
        await log.RestoreAsync();
    }

    [Fact]
    public async Task A_checkpoint_by_another_key_is_none()
    {
        using var another = CheckpointKey.New();
        var mine = CheckpointLine.Parse(log.Outside[^1])!;

        var found = await log.VerifyAsync(VerifyRequest.All with { Checkpoints = [CheckpointLine.Of(another.Sign(mine.Checkpoint))] });

        (found.Ok, found.Kind).ShouldBe((false, BreakKinds.CheckpointReplaced));
    }

    [Fact]
    public async Task A_line_that_nobody_signed_is_no_cut_tail_beside_signed_ones_and_alone_does_not_pass()
    {
        using var another = CheckpointKey.New();
        var mine = CheckpointLine.Parse(log.Outside[^1])!.Checkpoint;
        string[] garbage = [CheckpointLine.Of(another.Sign(mine with { Size = 9_999 })), CheckpointLine.Of(another.Sign(mine with { Epoch = Guid.NewGuid() }))];

        (await log.VerifyAsync(VerifyRequest.All with { Checkpoints = [.. log.Outside, .. garbage] })).Ok.ShouldBeTrue();
        (await log.VerifyAsync(VerifyRequest.All with { Checkpoints = garbage })).Ok.ShouldBeFalse();
    }

    [Fact]
    public async Task Random_changes_are_all_found_and_a_clean_log_is_never_said_to_be_broken()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("PORTAL_TEST_MUTATIONS") ?? "60", CultureInfo.InvariantCulture);
        var (random, wrong, done) = (new Random(20261121), new List<string>(), new List<string>());
        while (done.Count < count)
        {
            var mutation = Mutations.Next(random, log);
            await log.DoAsync(mutation);
            var place = await log.FirstDifferenceAsync();
            if (!mutation.MovesEntries || place > 0) // the number of a transaction counts in so far as it makes the order
            {
                wrong.Add(mutation.Wrong(await log.VerifyWithOutsideAsync(), place));
                done.Add(mutation.Name);
            }

            await log.RestoreAsync();
            if (done.Count % 10 == 0)
            {
                (await log.VerifyWithOutsideAsync()).Ok.ShouldBeTrue();
            }
        }

        output.WriteLine(string.Join(Environment.NewLine, done.CountBy(name => name).OrderBy(name => name.Key).Select(name => $"{name.Key}: {name.Value}")));
        wrong.Where(one => one.Length > 0).ShouldBeEmpty();
    }

    [Fact]
    public async Task No_column_that_the_proof_stands_on_is_left_out_of_the_random_changes()
    {
        var columns = new Dictionary<string, IEnumerable<string>>
        {
            ["entries"] = [.. Mutations.OfEntries.Keys, "id", "xact"], // moved, renamed and swapped
            ["contexts"] = [.. Mutations.OfContexts.Keys, "no"], // gone
            ["subjects"] = ["no", "patient"],
            ["blocks"] = Mutations.OfBlocks.Keys,
            ["checkpoints"] = Mutations.OfCheckpoints.Keys,
            ["epochs"] = Mutations.OfEpochs.Keys,
        };
        foreach (var (table, changed) in columns)
        {
            var there = (string[])(await log.RunAsync("SELECT array_agg(attname::text) FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped", $"audit.{table}"))!;
            changed.ShouldBe(there, ignoreOrder: true, table);
        }
    }

    [Fact]
    public async Task Only_what_is_asked_for_is_read()
    {
        var entry = new VerifyRequest(VerifyScope.Entry) { Entry = log.IdAt(1, 7) };
        var all = await log.VerifyAsync();
        (await log.VerifyAsync(entry)).ShouldSatisfyAllConditions(found => found.Ok.ShouldBeTrue(), found => found.Entries.ShouldBe(1));
        (await log.VerifyAsync(new VerifyRequest(VerifyScope.New))).Entries.ShouldBeLessThan(10); // what verifying itself has written
        var times = new VerifyRequest(VerifyScope.Range) { From = log.Blocks[1].SealedAt.AddMilliseconds(1), To = log.Blocks[2].SealedAt.AddMilliseconds(1) };
        var part = await log.VerifyAsync(times);
        part.Ok.ShouldBeTrue();
        part.Entries.ShouldBeInRange(50, all.Entries - 100);

        await log.RunAsync("UPDATE audit.entries SET outcome = 2 WHERE id = $1", log.IdAt(0, 5));
        (await log.VerifyAsync(times)).Ok.ShouldBeTrue();
        (await log.VerifyAsync(entry)).Ok.ShouldBeTrue();
        (await log.VerifyAsync(entry with { Entry = log.IdAt(0, 6) })).FirstBad.ShouldBe(log.IdAt(0, 5)); // its neighbour in the block
        await log.RunAsync("DELETE FROM audit.entries WHERE id = $1", log.IdAt(1, 7));
        (await log.VerifyAsync(entry)).ShouldSatisfyAllConditions(found => found.Kind.ShouldBe(BreakKinds.Deleted), found => found.Where.ShouldBe("block 1, entry 7"));
        (await log.VerifyAsync(times)).Ok.ShouldBeTrue(); // that block lies before it
        (await log.VerifyAsync(times with { From = log.Blocks[1].SealedAt })).Ok.ShouldBeFalse();
        (await log.VerifyAsync(entry with { Entry = Guid.CreateVersion7() })).ShouldSatisfyAllConditions(
            found => found.Kind.ShouldBe(BreakKinds.Unknown), found => found.Where.ShouldBe("in no block near its time"));
        await log.RestoreAsync();
    }

    [Fact]
    public async Task A_range_of_positions_is_its_blocks_and_a_break_is_named_by_its_position_in_the_log()
    {
        var before = (long)log.Blocks[0].Count;
        var second = new VerifyRequest(VerifyScope.Positions) { First = before + 1, Last = before + 1 };
        (await log.VerifyAsync(second)).ShouldSatisfyAllConditions(found => found.Ok.ShouldBeTrue(), found => found.Entries.ShouldBe(log.Blocks[1].Count));
        (await log.VerifyAsync(second with { First = before })).Entries.ShouldBe(before + log.Blocks[1].Count);
        (await log.VerifyAsync(second with { First = 1_000_000, Last = 2_000_000 })).Entries.ShouldBe(0);
        await Should.ThrowAsync<FluentValidation.ValidationException>(() => log.VerifyAsync(second with { First = 0 }));
        await Should.ThrowAsync<FluentValidation.ValidationException>(() => log.VerifyAsync(second with { Last = before }));

        await log.RunAsync("UPDATE audit.entries SET outcome = 2 WHERE id = $1", log.IdAt(1, 7));
        (await log.VerifyAsync(second)).Position.ShouldBe(before + 7);
        (await log.VerifyAsync(second with { First = 1, Last = before })).Ok.ShouldBeTrue();
        await log.RestoreAsync();
    }

    [Fact]
    public async Task The_next_verification_goes_on_from_the_last_one_and_does_not_trust_a_forged_one()
    {
        (await log.VerifyAsync()).Ok.ShouldBeTrue();
        await log.RunAsync("UPDATE audit.blocks SET nodes = sha256(nodes) WHERE no = (SELECT max(no) FROM audit.blocks)");
        (await log.VerifyAsync(new VerifyRequest(VerifyScope.New))).Ok.ShouldBeFalse();
        await log.RestoreAsync(); // and the verifications with it

        await log.RunAsync("""
            INSERT INTO audit.verifications (id, at, scope, entries, unsealed, seconds, epoch, size, root, mac)
            SELECT gen_random_uuid(), 'infinity', 'all', 0, 0, 0, epoch, size, root, '\x00' FROM audit.checkpoints ORDER BY size DESC LIMIT 1
            """);
        (await log.VerifyAsync(new VerifyRequest(VerifyScope.New))).Entries.ShouldBeGreaterThan(300);
        await log.RestoreAsync();
    }

    private async Task<EntryProofState> ProofAsync(Guid entry, OpenEntryProof? proofs = null)
    {
        var officer = Actor.Person(AccountId.New(), Role.ComplianceOfficer, SessionId.New(), Origin.Local);
        return (await (proofs ?? portal.Get<OpenEntryProof>()).ForAsync(officer, entry, default)).ShouldNotBeNull().State;
    }

    private async Task FoundAsync(string sql, object[] values, string? kind, Guid? bad, string? where)
    {
        await log.RunAsync(sql.Replace("$2::uuid", values.Length > 1 ? $"'{values[1]}'::uuid" : "$2::uuid"), sql.Contains("$2::uuid") ? values[..1] : values);
        var found = await log.VerifyAsync();
        found.Ok.ShouldBeFalse(sql);
        found.Kind.ShouldBe(kind ?? found.Kind, sql);
        found.FirstBad.ShouldBe(kind is null ? found.FirstBad : bad, sql);
        found.Where.ShouldBe(where ?? found.Where, sql);
        await log.RestoreAsync();
    }
}

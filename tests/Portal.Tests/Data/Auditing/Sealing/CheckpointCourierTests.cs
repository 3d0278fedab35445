using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Data;
using Portal.Data.Auditing.Proof;
using Portal.Data.Auditing.Sealing;
using Portal.Features.AuditTrail;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Audit.Checkpoints;
using Portal.Kernel.Outbound;
using Portal.Tests.Data.Embedded;

namespace Portal.Tests.Data.Auditing.Sealing;

[Trait("Norm", "164.312(c)")]
public sealed class CheckpointCourierTests(PortalFixture portal) : IClassFixture<PortalFixture>, IDisposable
{
    private static readonly CheckpointGo Done = new(TimeSpan.Zero, null, HasMore: false, IsAltered: false);

    private readonly string folder = Directory.CreateTempSubdirectory("checkpoints").FullName;

    private string Path => System.IO.Path.Combine(folder, "checkpoints.ndjson");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_file_gets_every_checkpoint_in_order_is_only_appended_to_and_a_node_that_starts_again_goes_on()
    {
        await MakeCheckpointAsync();
        await MakeCheckpointAsync();
        (await Courier(new FileTarget(Path, "node")).DeliverAsync(default)).ShouldBe(Done);
        File.AppendAllText(Path, "{\"v\":1,\"half"); // as a crash leaves it
        await MakeCheckpointAsync();
        (await Courier(new FileTarget(Path, "node")).DeliverAsync(default)).ShouldBe(Done);

        File.ReadLines(Path).Where(line => CheckpointLine.Parse(line) is not null).ShouldBe(await SealedLog.CheckpointLinesAsync(portal));
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var verified = await portal.Get<VerifyAudit>().ForAsync(Actor.System("test"), VerifyRequest.All with { Checkpoints = [.. File.ReadLines(Path)] }, default);
        verified.Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task How_far_a_target_is_takes_one_row_however_many_checkpoints_it_got()
    {
        var epoch = Guid.CreateVersion7();
        await portal.Database.AsSuperuserAsync($"INSERT INTO audit.deliveries (target, epoch, size, at, mac) SELECT 'many', '{epoch}', n, now(), '' FROM generate_series(1, 5000) n; ANALYZE audit.deliveries");
        await using var db = portal.Get<PortalDatabase>().Open();
        var asked = DeliveryBook.Notes(db, "many", epoch).Take(1);

        (await asked.SingleAsync()).Size.ShouldBe(5_000);
        await using var command = asked.CreateDbCommand();
#pragma warning disable CA2100 // the statement of the query itself
        command.CommandText = "EXPLAIN (ANALYZE, FORMAT JSON) " + command.CommandText;
#pragma warning restore CA2100
        await db.Database.OpenConnectionAsync();
        var plan = (string)(await command.ExecuteScalarAsync())!;
        System.Text.RegularExpressions.Regex.Matches(plan, "\"Actual Rows\": (\\d+)").Select(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).Max().ShouldBe(1, plan);
        await portal.Database.AsSuperuserAsync("DELETE FROM audit.deliveries WHERE target = 'many'");
    }

    [LinuxFact]
    public async Task A_file_with_the_append_only_attribute_takes_checkpoints_and_gives_none_back()
    {
        File.WriteAllText(Path, "");
        if (!Changes("+a"))
        {
            return; // needs root and a file system that knows the attribute
        }

        try
        {
            await MakeCheckpointAsync();
            (await Courier(new FileTarget(Path, "append-only")).DeliverAsync(default)).ShouldBe(Done);
            File.ReadLines(Path).ShouldNotBeEmpty();
            Should.Throw<UnauthorizedAccessException>(() => File.WriteAllText(Path, ""));
            Should.Throw<UnauthorizedAccessException>(() => File.Delete(Path));
        }
        finally
        {
            Changes("-a");
        }
    }

    [Fact]
    public async Task An_address_that_is_away_lags_is_told_and_gets_all_it_missed_when_it_is_back()
    {
        using var receiver = new HttpListener();
        var port = FreePort();
        receiver.Prefixes.Add($"http://127.0.0.1:{port}/");
        var url = new Uri($"http://127.0.0.1:{port}/checkpoints"); // the portal's settings take https alone
        using var target = new HttpTarget(url, "token", new OutboundHosts([(url.Host, url.Port)]));
        await MakeCheckpointAsync();
        var (state, clock) = (portal.Get<SealingState>(), portal.Clock);
        var courier = Courier(target);
        var job = Job(courier);
        clock.Advance(TimeSpan.FromMinutes(6));
        await job.LookAsync(courier, default);
        state.Troubles.ShouldContain(SealTrouble.TargetBehind);

        receiver.Start();
        var received = ReceiveAsync(receiver);
        await job.LookAsync(courier, default);

        state.Troubles.ShouldNotContain(SealTrouble.TargetBehind);
        var (lines, authorization) = await received;
        lines.ShouldBe(await SealedLog.CheckpointLinesAsync(portal));
        authorization.ShouldBe("Bearer token");
        await Should.ThrowAsync<OutboundRefusedException>(() => new HttpTarget(url, null, new OutboundHosts([])).DeliverAsync(["x"], default));
    }

    [Fact]
    public async Task A_target_that_has_much_to_catch_up_with_is_brought_a_part_at_a_time_is_told_until_it_has_all_and_keeps_nobody_waiting()
    {
        for (var count = 0; count < 7; count++)
        {
            await MakeCheckpointAsync();
        }

        var (state, slow, quick) = (portal.Get<SealingState>(), Courier(new Shelf("slow", 3)), Courier(new Shelf("quick", 500)));
        var job = Job(slow, quick);
        portal.Clock.Advance(TimeSpan.FromMinutes(6));

        (await job.LookAsync(slow, default)).ShouldBeTrue(); // one delivery of three, and more is there
        state.Troubles.ShouldContain(SealTrouble.TargetBehind);
        slow.Trouble.ShouldBe(DeliveryTrouble.Slow);
        (await job.LookAsync(quick, default)).ShouldBeFalse(); // its turn comes between two of the other one's
        state.Troubles.ShouldContain(SealTrouble.TargetBehind); // that this one has all says nothing about the other
        while (await job.LookAsync(slow, default))
        {
            state.Troubles.ShouldContain(SealTrouble.TargetBehind);
        }

        state.Troubles.ShouldNotContain(SealTrouble.TargetBehind);
        slow.Trouble.ShouldBeNull();
    }

    [Fact]
    public async Task While_the_job_runs_a_target_that_hangs_holds_up_no_other()
    {
        await MakeCheckpointAsync();
        var (hangs, well) = (new Shelf("hangs", 500) { Hangs = true }, new Shelf("well", 500));
        using var job = Job(Courier(hangs), Courier(well));
        await job.StartAsync(default);
        try
        {
            await well.Took.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
        finally
        {
            await job.StopAsync(default);
        }
    }

    [Fact]
    public async Task A_database_that_cannot_be_asked_ends_no_alarm()
    {
        await MakeCheckpointAsync();
        var courier = Courier(new FileTarget(System.IO.Path.Combine(folder, "nowhere", "x"), "node"));
        var (job, state) = (Job(courier), portal.Get<SealingState>());
        portal.Clock.Advance(TimeSpan.FromMinutes(6));
        await job.LookAsync(courier, default);
        state.Troubles.ShouldContain(SealTrouble.TargetBehind);
        await portal.Database.AsSuperuserAsync("ALTER TABLE audit.deliveries RENAME TO gone");
        try
        {
            await job.LookAsync(courier, default);
            state.Troubles.ShouldContain(SealTrouble.TargetBehind);
        }
        finally
        {
            await portal.Database.AsSuperuserAsync("ALTER TABLE audit.gone RENAME TO deliveries");
            state.Set(SealTrouble.TargetBehind, isThere: false);
        }
    }

    [Fact]
    public async Task A_note_that_SQL_put_in_keeps_no_checkpoint_back_and_is_told()
    {
        await MakeCheckpointAsync();
        var shelf = new Shelf("noted", 500);
        var (courier, state) = (Courier(shelf), portal.Get<SealingState>());
        await courier.DeliverAsync(default);
        await portal.Database.AsSuperuserAsync("INSERT INTO audit.deliveries (target, epoch, size, at, mac) SELECT target, epoch, 4000000000, at, mac FROM audit.deliveries WHERE target = $1", shelf.Id);
        await MakeCheckpointAsync();
        var job = Job(courier);

        await job.LookAsync(courier, default);

        shelf.Lines.ShouldBe(await SealedLog.CheckpointLinesAsync(portal)); // none is missing, and none came twice
        state.Troubles.ShouldContain(SealTrouble.DeliveryAltered);
        await PastTriggersAsync("DELETE FROM audit.deliveries WHERE size = 4000000000");
        await job.LookAsync(courier, default);
        state.Troubles.ShouldNotContain(SealTrouble.DeliveryAltered);
    }

    [Fact]
    public async Task A_note_from_before_there_was_a_MAC_is_no_attack_and_what_it_speaks_of_is_brought_again()
    {
        await MakeCheckpointAsync();
        var shelf = new Shelf("upgraded", 500);
        await portal.Database.AsSuperuserAsync(
            "INSERT INTO audit.deliveries (target, epoch, size, at, mac) SELECT $1, epoch, size, at, '' FROM audit.checkpoints", shelf.Id);

        (await Courier(shelf).DeliverAsync(default)).ShouldBe(Done);

        shelf.Lines.ShouldBe(await SealedLog.CheckpointLinesAsync(portal));
        (await Courier(shelf).DeliverAsync(default)).ShouldBe(Done);
        shelf.Lines.Count.ShouldBe((await SealedLog.CheckpointLinesAsync(portal)).Count);
    }

    // Past the triggers, as only a superuser can go.
    private async Task PastTriggersAsync(string sql) => await portal.Database.AsSuperuserAsync($"SET session_replication_role = replica; {sql}; RESET session_replication_role");

    private async Task MakeCheckpointAsync()
    {
        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        await SealedLog.AppendAsync(portal, 2);
        await SealedLog.SealAllAsync(portal);
    }

    private CheckpointCourier Courier(ICheckpointTarget target) => new(portal.Get<DeliveryBook>(), target, portal.Clock);

    private CheckpointJob Job(params CheckpointCourier[] couriers) => new(couriers, portal.Get<SealingState>(), portal.Clock, NullLogger<CheckpointJob>.Instance);

    private static async Task<(string[] Lines, string? Authorization)> ReceiveAsync(HttpListener receiver)
    {
        var context = await receiver.GetContextAsync();
        using var reader = new StreamReader(context.Request.InputStream);
        var lines = (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        context.Response.StatusCode = 204;
        context.Response.Close();
        return (lines, context.Request.Headers["Authorization"]);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private bool Changes(string attribute)
    {
        try
        {
            using var changed = Process.Start(new ProcessStartInfo("chattr", [attribute, Path]) { RedirectStandardError = true });
            changed!.WaitForExit();
            return changed.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private sealed class Shelf(string id, int mostAtOnce) : ICheckpointTarget
    {
        public string Id => id;

        public int MostAtOnce => mostAtOnce;

        public bool Hangs { get; init; }

        public List<string> Lines { get; } = [];

        public TaskCompletionSource Took { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task DeliverAsync(IReadOnlyList<string> lines, CancellationToken cancel)
        {
            await (Hangs ? Task.Delay(Timeout.InfiniteTimeSpan, cancel) : Task.CompletedTask);
            Lines.AddRange(lines);
            Took.TrySetResult();
        }
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Auditing.Feeds;
using Portal.Data.Findings;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel.Audit;
using Portal.Kernel.Audit.Feeds;
using Portal.Kernel.Crypto;
using Portal.Kernel.Findings;
using Portal.Kernel.Outbound;
using Portal.Tests.Data.Auditing.Sealing;
using Portal.Tests.Kernel.Audit.Feeds;

namespace Portal.Tests.Data.Auditing.Feeds;

/// <summary>Entries leave the portal at least once, whatever becomes of the receiver, and nobody who appends waits for it.</summary>
[Trait("Norm", "ASVS 16.4.3")]
public sealed class FeedCourierTests(PortalFixture portal) : IClassFixture<PortalFixture>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("feed").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_receiver_that_is_away_is_a_finding_and_gets_all_it_missed_in_order_when_it_is_back()
    {
        await using var first = new SyslogReceiver();
        var courier = Courier(Target(first));
        var before = await SealedLog.AppendAsync(portal, 5);
        await UntilAsync(courier, first, before);
        await first.DisposeAsync();

        AuditEntry[][] parts = [await SealedLog.AppendAsync(portal, 10), await SealedLog.AppendAsync(portal, 10), await SealedLog.AppendAsync(portal, 10)];
        AuditEntry[] missed = [.. parts.SelectMany(part => part)];
        portal.Clock.Advance(FeedJob.Late + TimeSpan.FromMinutes(1));
        var job = new FeedJob([courier], portal.Get<FindingLog>(), portal.Clock, NullLogger<FeedJob>.Instance);
        await job.LookAsync(courier, default);
        await using (var db = portal.Open())
        {
            var raised = await db.Set<Finding>().SingleAsync(one => one.Kind == FindingKind.FeedBehind && one.Key == courier.Feed);
            raised.ReviewedAt.ShouldBeNull();
            (raised.State, raised.ReviewedAt, raised.OpenKey) = (FindingState.Reviewed, portal.Clock.GetUtcNow(), null);
            await db.SaveChangesAsync();
            portal.Clock.Advance(FeedJob.Late + TimeSpan.FromMinutes(1));
            await job.LookAsync(courier, default);
            (await db.Set<Finding>().CountAsync(one => one.Kind == FindingKind.FeedBehind && one.Key == courier.Feed)).ShouldBe(1); // not again within a day of its review
        }

        await using var again = new SyslogReceiver(first.Port);
        await UntilAsync(courier, again, missed);
        var partOf = parts.SelectMany((part, number) => part.Select(one => (one.Id.Value, number))).ToDictionary();
        var came = again.Ids.Where(partOf.ContainsKey).Select(id => partOf[id]).ToList();
        came.Count.ShouldBe(30);
        came.ShouldBe(came.Order().ToList()); // entries of one batch have no order between them; batches have
        again.Ids.ShouldNotContain(before[0].Id.Value); // it went on where it had stopped
    }

    [Fact]
    public async Task A_receiver_that_takes_all_and_is_too_slow_is_a_finding_too()
    {
        await using var receiver = new SyslogReceiver();
        var target = Target(receiver);
        var courier = new FeedCourier(portal.Get<PortalDatabase>(), portal.Get<AuditLog>(), new FeedBook(portal.Get<PortalDatabase>(), portal.Get<KeyRing>(), portal.Clock), target, portal.Clock) { MostDeliveries = 1 };
        var entries = await SealedLog.AppendAsync(portal, FeedCourier.AtOnce + 20);
        await SealedLog.SealAllAsync(portal); // all of them are due
        portal.Clock.Advance(FeedJob.Late + TimeSpan.FromMinutes(1));
        var job = new FeedJob([courier], portal.Get<FindingLog>(), portal.Clock, NullLogger<FeedJob>.Instance);

        (await job.LookAsync(courier, default)).ShouldBeTrue(); // there is more for it
        await using (var db = portal.Open())
        {
            (await db.Set<Finding>().SingleAsync(one => one.Kind == FindingKind.FeedBehind && one.Key == courier.Feed)).Detail.ShouldBe(DeliveryTrouble.Slow);
        }

        await UntilAsync(courier, receiver, entries);
    }

    [Fact]
    public async Task A_receiver_that_breaks_off_in_the_middle_gets_the_entries_again_and_lacks_none()
    {
        await using var receiver = new SyslogReceiver { BreaksAfter = 3 };
        var courier = Courier(Target(receiver));
        var entries = await SealedLog.AppendAsync(portal, 40);

        await LagAsync(courier);
        receiver.Messages.Count.ShouldBe(3);
        await UntilAsync(courier, receiver, entries);

        entries.Select(one => one.Id.Value).ShouldBeSubsetOf(receiver.Ids);
        receiver.Ids.Count.ShouldBe(receiver.Ids.Distinct().Count() + 3);
    }

    [Fact]
    public async Task A_receiver_that_ends_before_it_has_read_anything_gets_the_entries_again()
    {
        await using var receiver = new SyslogReceiver { Leaves = true };
        var courier = Courier(Target(receiver));
        var entries = await SealedLog.AppendAsync(portal, 40);

        await LagAsync(courier);
        receiver.Messages.ShouldBeEmpty();
        await UntilAsync(courier, receiver, entries);
    }

    [Fact]
    public async Task While_a_receiver_hangs_entries_are_appended_as_ever()
    {
        await using var receiver = new SyslogReceiver { Hangs = true };
        var courier = Courier(Target(receiver, patience: TimeSpan.FromSeconds(60)));
        await SealedLog.AppendAsync(portal, 3);
        await SealedLog.SealAllAsync(portal); // so that they are due
        using var stop = new CancellationTokenSource();
        var hanging = courier.DeliverAsync(stop.Token);

        var entries = await SealedLog.AppendAsync(portal, 200);
        await SealedLog.SealAllAsync(portal);

        hanging.IsCompleted.ShouldBeFalse();
        (await portal.Database.AsSuperuserAsync("SELECT count(*) FROM audit.entries WHERE id = ANY ($1)", entries.Select(one => one.Id.Value).ToArray())).ShouldBe(200L);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => hanging);
    }

    [Fact]
    public async Task A_receiver_that_takes_too_long_is_left_and_waited_for_longer_each_time()
    {
        await using var receiver = new SyslogReceiver { Hangs = true };
        var courier = Courier(Target(receiver, patience: TimeSpan.FromMilliseconds(200)));
        await SealedLog.AppendAsync(portal, 1);

        (await LagAsync(courier)).Why.ShouldBe("no-answer");
        (await RowAsync(courier.Feed)).Problem.ShouldBe("no-answer");
        await receiver.DisposeAsync();
        (await courier.DeliverAsync(default))!.Why.ShouldBe("no-answer"); // not tried yet
        portal.Clock.Advance(TimeSpan.FromSeconds(3));
        (await courier.DeliverAsync(default))!.Why.ShouldNotBe("no-answer");
    }

    [Fact]
    public async Task One_node_is_at_a_feed_and_another_goes_on_where_it_stopped_once_its_turn_has_ended()
    {
        await using var receiver = new SyslogReceiver();
        var target = Target(receiver);
        var (one, other) = (Courier(target), Courier(target));
        await UntilAsync(one, receiver, await SealedLog.AppendAsync(portal, 4));
        var count = receiver.Messages.Count;
        var late = await SealedLog.AppendAsync(portal, 2);

        await other.DeliverAsync(default);
        receiver.Messages.Count.ShouldBe(count); // the first one has the turn
        portal.Clock.Advance(FeedBook.Turn + TimeSpan.FromSeconds(1));
        await UntilAsync(other, receiver, late);
        receiver.Ids.Count.ShouldBe(receiver.Ids.Distinct().Count());
        (await one.DeliverAsync(default)).ShouldBeNull();

        await other.LeaveAsync(default); // a node that stops leaves at once
        await UntilAsync(one, receiver, await SealedLog.AppendAsync(portal, 1));
    }

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task A_place_that_was_moved_by_SQL_is_not_believed()
    {
        await using var receiver = new SyslogReceiver();
        var courier = Courier(Target(receiver));
        var entries = await SealedLog.AppendAsync(portal, 3);
        await UntilAsync(courier, receiver, entries);
        receiver.Messages.Clear();
        await portal.Database.RunAsync(DatabaseRole.App, "UPDATE notices.audit_feeds SET xact = 4000000000000 WHERE feed = $1", courier.Feed);

        await new FeedJob([courier], portal.Get<FindingLog>(), portal.Clock, NullLogger<FeedJob>.Instance).LookAsync(courier, default);

        entries.Select(one => one.Id.Value).ShouldBeSubsetOf(receiver.Ids);
        await using var db = portal.Open();
        (await db.Set<Finding>().SingleAsync(one => one.Kind == FindingKind.FeedBehind && one.Key == courier.Feed + ":altered")).Detail.ShouldBe("altered");
    }

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task A_place_from_before_its_times_had_a_MAC_is_gone_on_from()
    {
        await using var receiver = new SyslogReceiver();
        var courier = Courier(Target(receiver));
        await UntilAsync(courier, receiver, await SealedLog.AppendAsync(portal, 2));
        var row = await RowAsync(courier.Feed);
        var old = Mac.Short(portal.Get<KeyRing>().Of(KeyUse.AuditMacs).Bytes, System.Text.Encoding.UTF8.GetBytes($"feed|{row.Feed}|{row.Xact}|{row.Entry}"));
        await portal.Database.AsSuperuserAsync("UPDATE notices.audit_feeds SET mac = $2 WHERE feed = $1", courier.Feed, old);
        var count = receiver.Messages.Count;
        var more = await SealedLog.AppendAsync(portal, 1);

        portal.Get<FeedBook>().Judge(await RowAsync(courier.Feed)).ShouldBe(new FeedPlace(new LogPosition((ulong)row.Xact, row.Entry), IsAltered: false)); // its times are not told
        await UntilAsync(courier, receiver, more);

        receiver.Ids.Count.ShouldBe(receiver.Ids.Distinct().Count());
        receiver.Messages.Count.ShouldBeGreaterThan(count);
        portal.Get<FeedBook>().Judge(await RowAsync(courier.Feed)).TakenAt.ShouldNotBeNull();
    }

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task A_failure_makes_no_altered_place_a_true_one()
    {
        await using var receiver = new SyslogReceiver();
        var courier = Courier(Target(receiver));
        await UntilAsync(courier, receiver, await SealedLog.AppendAsync(portal, 1));
        await receiver.DisposeAsync();
        portal.Clock.Advance(TimeSpan.FromMinutes(2)); // past what a slow machine had it wait for
        await portal.Database.RunAsync(DatabaseRole.App, "UPDATE notices.audit_feeds SET xact = xact + 1000000 WHERE feed = $1", courier.Feed);

        (await LagAsync(courier)).IsAltered.ShouldBeTrue();

        portal.Get<FeedBook>().Judge(await RowAsync(courier.Feed)).IsAltered.ShouldBeTrue();
    }

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task A_row_that_the_portal_did_not_write_is_told_as_such()
    {
        await using var receiver = new SyslogReceiver();
        var entries = await SealedLog.AppendAsync(portal, 2);
        await SealedLog.SealAllAsync(portal);
        await portal.Database.AsSuperuserAsync("UPDATE audit.entries SET outcome = 2 WHERE id = $1", entries[1].Id.Value);

        await UntilAsync(Courier(Target(receiver)), receiver, entries);

        receiver.Messages.Single(message => message.Contains(entries[1].Id.Value.ToString())).ShouldContain("\"altered\":true");
        receiver.Messages.Single(message => message.Contains(entries[0].Id.Value.ToString())).ShouldNotContain("altered");
    }

    [Fact]
    public async Task A_file_has_each_entry_once_is_closed_to_others_and_goes_on_after_it_was_moved_away()
    {
        var path = Path.Combine(folder, "audit.ndjson");
        await File.WriteAllTextAsync(path, "{\"half"); // as a crash leaves it, in a mode of whoever made it
        using var file = new FeedFile(path, recipient: null);
        var courier = Courier(file);
        var first = await SealedLog.AppendAsync(portal, 4, patients: 1);
        await UntilAsync(courier, () => File.ReadAllText(path), first);
        File.Move(path, path + ".1");
        var second = await SealedLog.AppendAsync(portal, 4);
        await UntilAsync(courier, () => File.Exists(path) ? File.ReadAllText(path) : "", second);

        File.ReadAllText(path).ShouldNotContain(first[0].Id.Value.ToString());
        File.ReadAllLines(path + ".1")[1..].ShouldAllBe(line => line.StartsWith("{\"format\":\"portal-audit/1\""));
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.GetUnixFileMode(path + ".1").ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    [Trait("Norm", "164.312(a)(2)(iv)")]
    public async Task A_file_for_a_recipient_holds_nothing_in_the_clear_and_all_of_it_for_the_recipient()
    {
        var path = Path.Combine(folder, "sealed.ndjson");
        using var recipient = System.Security.Cryptography.ECDiffieHellman.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        using var file = new FeedFile(path, FeedSettings.KeyOf(recipient.ExportSubjectPublicKeyInfoPem()));
        var entries = await SealedLog.AppendAsync(portal, 4);

        await UntilAsync(Courier(file), () => File.Exists(path) ? string.Join('\n', File.ReadLines(path).Select(line => FeedFormatTests.Open(recipient, line.Split('.')))) : "", entries);

        File.ReadAllText(path).ShouldNotContain("portal-audit");
        File.ReadAllText(path).ShouldNotContain(entries[0].Id.Value.ToString());
    }

    private static SyslogTarget Target(SyslogReceiver receiver, TimeSpan? patience = null) =>
        new(receiver.Address, new OutboundHosts([(receiver.Address.Host, receiver.Port)])) { Patience = patience ?? TimeSpan.FromSeconds(20) };

    // Each a node of its own.
    private FeedCourier Courier(IFeedTarget target) =>
        new(portal.Get<PortalDatabase>(), portal.Get<AuditLog>(), new FeedBook(portal.Get<PortalDatabase>(), portal.Get<KeyRing>(), portal.Clock), target, portal.Clock);

    private Task UntilAsync(FeedCourier courier, SyslogReceiver receiver, AuditEntry[] wanted) => UntilAsync(courier, () => string.Join('\n', receiver.Messages), wanted);

    // A transaction of another test's database in the same cluster can hold up what counts as finished.
    private async Task UntilAsync(FeedCourier courier, Func<string> there, AuditEntry[] wanted)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            await courier.DeliverAsync(default);
            var text = there();
            if (wanted.All(one => text.Contains(one.Id.Value.ToString(), StringComparison.Ordinal)))
            {
                return;
            }

            portal.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(50);
        }

        throw new TimeoutException("Not all entries came within half a minute.");
    }

    private static async Task<LaggingFeed> LagAsync(FeedCourier courier)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if (await courier.DeliverAsync(default) is { } lagging)
            {
                return lagging;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("Nothing was due within half a minute.");
    }

    private async Task<FeedRow> RowAsync(string feed)
    {
        await using var db = portal.Open();
        return await db.Set<FeedRow>().AsNoTracking().SingleAsync(row => row.Feed == feed);
    }
}

using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Auditing.Feeds;
using Portal.Data.Auditing.Retirement;
using Portal.Data.Auditing.Sealing;
using Portal.Features.AuditTrail.Outside;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit.Checkpoints;
using Portal.Kernel.Audit.Feeds;
using Portal.Tests.Data;
using Portal.Tests.Data.Auditing.Sealing;

namespace Portal.Tests.Features.AuditTrail;

public sealed class ListOutsideCopiesTests(PortalFixture portal) : IClassFixture<PortalFixture>, IDisposable
{
    private static readonly Actor Officer = Actor.Person(AccountId.New(), Role.ComplianceOfficer, SessionId.New(), Origin.Local);

    private readonly string folder = Directory.CreateTempSubdirectory("outside").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    [Trait("Norm", "164.312(c)(2)")]
    public async Task Each_place_says_how_far_it_is_why_it_does_not_go_on_and_names_no_path()
    {
        var (file, feed) = (Path.Combine(folder, "here", "checkpoints.ndjson"), Path.Combine(folder, "siem.ndjson"));
        var (target, receiver) = (new FileTarget(file, "node"), new FeedFile(feed, recipient: null));
        var courier = Courier(target);
        var list = List(courier, new CheckpointSettings(file, null, null), new FeedSettings(null, feed, null), receiver);
        await SealedLog.AppendAsync(portal, 2);
        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        await SealedLog.AppendAsync(portal, 1);
        await SealedLog.SealAllAsync(portal);

        await courier.DeliverAsync(default); // the folder is not there
        var before = await list.ForAsync(Officer, default);
        var copy = before.Copies.Single(one => one.Kind == OutsideKind.CheckpointFile);
        (copy.Place, copy.Trouble, copy.DeliveredAt).ShouldBe(("checkpoints.ndjson", "no-access", null));
        copy.Lacks.ShouldNotBeNull();
        before.Copies.Single(one => one.Kind == OutsideKind.FeedFile).Lacks.ShouldNotBeNull();
        before.Copies.Single(one => one.Kind == OutsideKind.CheckpointBucket).Place.ShouldBeNull();

        Directory.CreateDirectory(Path.Combine(folder, "here"));
        await courier.DeliverAsync(default);
        await new FeedCourier(portal.Get<PortalDatabase>(), portal.Get<AuditLog>(), portal.Get<FeedBook>(), receiver, portal.Clock).DeliverAsync(default);
        var after = await list.ForAsync(Officer, default);
        copy = after.Copies.Single(one => one.Kind == OutsideKind.CheckpointFile);
        (copy.Trouble, copy.Lacks).ShouldBe((null, null));
        (copy.DeliveredAt, copy.UpTo is not null).ShouldBe((portal.Clock.GetUtcNow(), true));
        after.Copies.Single(one => one.Kind == OutsideKind.FeedFile).UpTo.ShouldNotBeNull();
        receiver.Dispose();
    }

    [Fact]
    [Trait("Norm", "164.316(b)(2)(i)")]
    public async Task It_says_how_long_entries_are_kept_and_when_the_oldest_month_is_due()
    {
        await portal.Get<PortalDatabase>().KeepAuditMonthsAsync(portal.Clock.GetUtcNow(), 6, default);
        var entry = (await SealedLog.AppendAsync(portal, 1))[0];
        var retention = (await portal.Get<ListOutsideCopies>().ForAsync(Officer, default)).Retention;

        var month = new DateTimeOffset(entry.At.Year, entry.At.Month, 1, 0, 0, 0, TimeSpan.Zero);
        (retention.KeepYears, retention.Due, retention.LastMonth).ShouldBe((6, 0, null));
        retention.Oldest!.Value.ShouldBeLessThanOrEqualTo(month);
        var months = await portal.Get<PortalDatabase>().AuditMonthsAsync(default);
        months.ShouldContain(month);
        retention.NextDue.ShouldBe(months[0].AddMonths(1).AddYears(6)); // one without entries goes as well
        (await portal.Get<OutsideBook>().RetentionAsync(6, retention.NextDue!.Value.AddMonths(2), default)).Due.ShouldBe(3);
    }

    [Fact]
    [Trait("Norm", "164.316(b)(2)(i)")]
    public async Task Months_that_are_due_are_those_that_are_there()
    {
        await SealedLog.AppendAsync(portal, 1);
        var (book, now) = (portal.Get<OutsideBook>(), portal.Clock.GetUtcNow());
        await using (var superuser = await portal.Database.OpenAsync(Portal.Data.Postgres.Embedded.DatabaseRole.Superuser))
        {
            // Two months of long ago, with years between them that were retired.
            foreach (var month in new[] { "2011_03", "2014_07" })
            {
                var from = $"{month.Replace('_', '-')}-01Z";
#pragma warning disable CA2100 // months of this test
                await using var make = new Npgsql.NpgsqlCommand($"CREATE TABLE audit.entries_{month} PARTITION OF audit.entries FOR VALUES FROM ('{from}') TO ('{from}'::timestamptz + interval '1 month')", superuser);
#pragma warning restore CA2100
                await make.ExecuteNonQueryAsync();
            }
        }

        var retention = await book.RetentionAsync(6, now, default);

        (retention.Due, retention.NextDue).ShouldBe((2, new DateTimeOffset(2017, 4, 1, 0, 0, 0, TimeSpan.Zero)));
        await portal.Database.AsSuperuserAsync("DROP TABLE audit.entries_2011_03; DROP TABLE audit.entries_2014_07");
        (await book.RetentionAsync(6, now, default)).Due.ShouldBe(0);
    }

    [Fact]
    [Trait("Norm", "164.312(c)(2)")]
    public async Task What_somebody_wrote_with_SQL_alone_is_not_told_as_true()
    {
        var (file, feed) = (Path.Combine(folder, "told.ndjson"), Path.Combine(folder, "told-siem.ndjson"));
        using var receiver = new FeedFile(feed, recipient: null);
        var courier = Courier(new FileTarget(file, "told"));
        var list = List(courier, new CheckpointSettings(file, null, null), new FeedSettings(null, feed, null), receiver);
        await SealedLog.AppendAsync(portal, 2);
        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        await SealedLog.SealAllAsync(portal);
        await courier.DeliverAsync(default);
        await new FeedCourier(portal.Get<PortalDatabase>(), portal.Get<AuditLog>(), portal.Get<FeedBook>(), receiver, portal.Clock).DeliverAsync(default);
        var before = await list.ForAsync(Officer, default);
        before.Copies.ShouldAllBe(copy => !copy.IsAltered);
        var (delivered, taken) = (Of(before, OutsideKind.CheckpointFile), Of(before, OutsideKind.FeedFile));

        await portal.Database.AsSuperuserAsync("INSERT INTO audit.deliveries (target, epoch, size, at, mac) SELECT target, epoch, size + 1000000, '2031-01-01Z', mac FROM audit.deliveries WHERE target = $1", courier.Target);
        await portal.Database.AsSuperuserAsync("UPDATE notices.audit_feeds SET taken_at = '2031-01-01Z', up_to = '2031-01-01Z' WHERE feed = $1", receiver.Id);
        var after = await list.ForAsync(Officer, default);

        Of(after, OutsideKind.CheckpointFile).ShouldBe(delivered with { IsAltered = true });
        var copy = Of(after, OutsideKind.FeedFile);
        (copy.IsAltered, copy.DeliveredAt, copy.UpTo, copy.Trouble).ShouldBe((true, null, null, null));
        copy.Lacks.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(taken.UpTo!.Value); // nothing is known to be there
    }

    [Fact]
    public async Task Others_than_those_who_may_verify_are_refused() =>
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<ListOutsideCopies>().ForAsync(Actor.Person(AccountId.New(), Role.Clinician, SessionId.New(), Origin.Local), default));

    private static OutsideCopy Of(OutsideCopies all, OutsideKind kind) => all.Copies.Single(copy => copy.Kind == kind);

    private CheckpointCourier Courier(ICheckpointTarget target) => new(portal.Get<DeliveryBook>(), target, portal.Clock);

    private ListOutsideCopies List(CheckpointCourier courier, CheckpointSettings checkpoints, FeedSettings feeds, IFeedTarget receiver) => new(
        portal.Get<AuditLog>(), new OutsideBook(portal.Get<PortalDatabase>(), portal.Get<DeliveryBook>(), [courier], portal.Get<FeedBook>(), [receiver], portal.Get<RetirementBook>()),
        checkpoints, feeds, new RetentionSettings(6), portal.Clock);
}

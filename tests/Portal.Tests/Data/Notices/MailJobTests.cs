using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Data.Auditing;
using Portal.Data.Notices;
using Portal.Data.Postgres;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel.Mail;
using Portal.Kernel.Notices;
using Portal.Tests.Features.Identity;

namespace Portal.Tests.Data.Notices;

public sealed class MailJobTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Outboxes outboxes = new(portal);
    private readonly People people = new(portal);

    [Fact]
    [Trait("Norm", "ASVS 16.2.5")]
    public async Task What_a_server_says_does_not_reach_the_log()
    {
        var person = await outboxes.WaitingAsync();
        var log = new Lines();
        await JobOf(new RecordingCarrier(_ => throw new MailNotTakenException("smtp-550")), log).LookAsync(default);
        await outboxes.EmptyAsync();
        await outboxes.WaitingAsync();
        await JobOf(new RecordingCarrier(_ => throw new InvalidOperationException($"no mailbox {person.Email}")), log).LookAsync(default);

        log.Told.Count.ShouldBe(2);
        log.Told.ShouldAllBe(line => !line.Contains("people.example"));
    }

    [Fact]
    public async Task Upkeep_that_fails_keeps_no_mail_back_and_is_tried_every_hour()
    {
        await outboxes.EmptyAsync();
        await outboxes.WaitingAsync();
        var (carrier, log) = (new RecordingCarrier(), new Lines());
        await using var nowhere = new PostgresDatabase(_ => "Host=/nowhere;Username=nobody;Database=none;Timeout=1", keys: null);
        var upkeep = new NoticeUpkeep(nowhere, NoticeRetention.Default, portal.Get<AuditLog>(), portal.Clock);
        using var job = new MailJob(outboxes.Of(carrier), upkeep, PortalFixture.Mail, portal.Clock, log);
        await job.LookAsync(default);
        await job.LookAsync(default);
        carrier.Taken.ShouldHaveSingleItem();
        log.Told.ShouldHaveSingleItem();
        portal.Clock.Advance(TimeSpan.FromHours(1));
        await job.LookAsync(default);
        log.Told.Count.ShouldBe(2);
    }

    [Fact]
    [Trait("Norm", "ASVS 14.2.7")]
    public async Task Notices_read_long_ago_and_mails_given_up_long_ago_are_deleted_and_nothing_else()
    {
        await outboxes.EmptyAsync();
        var (read, unread) = (await outboxes.WaitingAsync(), await outboxes.WaitingAsync());
        await outboxes.Of(new RecordingCarrier()).SendDueAsync(default);
        var failed = await outboxes.WaitingAsync();
        await using (var db = portal.Open())
        {
            DateTimeOffset? now = portal.Clock.GetUtcNow();
            await db.Set<Notice>().Where(n => n.AccountId == read.Id.Value).ExecuteUpdateAsync(set => set.SetProperty(n => n.ReadAt, now));
            await db.Set<Mail>().Where(m => m.AccountId == failed.Id.Value).ExecuteUpdateAsync(set => set.SetProperty(m => m.FailedAt, now));
        }

        portal.Clock.Advance(MailPlan.KeepFailed);
        (await portal.Get<NoticeUpkeep>().KeepAsync(default)).ShouldBe(0);
        portal.Clock.Advance(TimeSpan.FromDays(151));
        (await portal.Get<NoticeUpkeep>().KeepAsync(default)).ShouldBe(2);
        (await people.NoticesAsync(read.Id)).ShouldBeEmpty();
        (await people.NoticesAsync(unread.Id)).ShouldHaveSingleItem();
        (await outboxes.RowsAsync(failed)).ShouldBeEmpty();
        (await people.EntriesAsync(e => e.Job == "notices" && e.At >= portal.Clock.GetUtcNow())).ShouldHaveSingleItem().Reason.ShouldBe("notices-kept-long-enough");
    }

    [Fact]
    [Trait("Norm", "ASVS 14.2.7")]
    public async Task A_mail_that_waits_where_none_is_sent_any_more_does_not_wait_for_ever()
    {
        await outboxes.EmptyAsync();
        var person = await outboxes.WaitingAsync();
        portal.Clock.Advance(MailPlan.KeepFailed);
        await portal.Get<NoticeUpkeep>().KeepAsync(default);
        (await outboxes.RowsAsync(person)).ShouldHaveSingleItem();
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        await portal.Get<NoticeUpkeep>().KeepAsync(default);
        (await outboxes.RowsAsync(person)).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Norm", "ASVS 14.2.7")]
    public async Task A_notice_that_nobody_read_goes_after_two_years()
    {
        await outboxes.EmptyAsync();
        var person = await outboxes.WaitingAsync();
        portal.Clock.Advance(TimeSpan.FromDays(730));
        await portal.Get<NoticeUpkeep>().KeepAsync(default);
        (await people.NoticesAsync(person.Id)).Count.ShouldBe(1);
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        (await portal.Get<NoticeUpkeep>().KeepAsync(default)).ShouldBeGreaterThan(0);
        (await people.NoticesAsync(person.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_node_that_comes_second_writes_no_entry_for_nothing()
    {
        await outboxes.EmptyAsync();
        await outboxes.WaitingAsync();
        portal.Clock.Advance(TimeSpan.FromDays(731));
        await using var connection = await portal.Database.OpenAsync(DatabaseRole.App);
        await using var first = await connection.BeginTransactionAsync();
        await Attack.RunAsync(connection, "WITH notices AS (DELETE FROM notices.notices) DELETE FROM notices.mail");
        var second = portal.Get<NoticeUpkeep>().KeepAsync(default);
        await portal.Database.UntilSomebodyWaitsAsync(second);
        await first.CommitAsync();
        (await second).ShouldBe(0);
        (await people.EntriesAsync(e => e.Job == "notices" && e.At == portal.Clock.GetUtcNow())).ShouldBeEmpty();
    }

    private MailJob JobOf(IMailCarrier carrier, Lines log) => new(outboxes.Of(carrier), portal.Get<NoticeUpkeep>(), PortalFixture.Mail, portal.Clock, log);

    private sealed class Lines : ILogger<MailJob>
    {
        public List<string> Told { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Told.Add($"{formatter(state, exception)} {exception}");
    }
}

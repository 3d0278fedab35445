using Portal.Features.Findings.Reports;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Findings;
using Portal.Kernel.Notices;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Findings.Reports;

[Trait("Norm", "164.308(a)(1)(ii)(D)")]
public sealed class OpenReportTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly ReportRows rows = new(portal);

    [Fact]
    public async Task What_was_missed_is_made_once_by_one_node_and_told_to_its_readers_alone()
    {
        await using var second = await SecondPortal.OpenAsync(portal);
        var (officer, auditor) = (await rows.ReaderAsync(), await rows.ReaderAsync(Role.Auditor));
        await rows.ScheduleAsync(officer, ReportKind.DailyActivity, auditor);
        portal.Clock.Advance(TimeSpan.FromDays(5));

        await Task.WhenAll(portal.Get<ReportMaker>().MakeDueAsync(default), second.Get<ReportMaker>().MakeDueAsync(default));
        await portal.Get<ReportMaker>().MakeDueAsync(default);

        var made = (await rows.MadeAsync(auditor)).ShouldHaveSingleItem();
        (made.To - made.From).ShouldBe(TimeSpan.FromDays(1));
        (await rows.People.NoticesAsync(auditor.Account!.Value, NoticeKind.Report)).ShouldHaveSingleItem().About.ShouldBe(made.Id);
        (await portal.Get<OpenReport>().ForAsync(auditor, made.Id, default)).ShouldNotBeNull().Content.ShouldNotBeNull();
        (await portal.Get<OpenReport>().ForAsync(officer, made.Id, default)).ShouldBeNull();
    }

    [Fact]
    public async Task It_counts_its_own_day_and_the_one_before_and_names_nobody()
    {
        var (officer, nurse) = (await rows.ReaderAsync(), Patients.People.In(Role.Nurse));
        portal.Clock.Advance(portal.Clock.GetUtcNow().UtcDateTime.Date.AddDays(10).AddHours(3) - portal.Clock.GetUtcNow().UtcDateTime);
        await new FindingRows(portal).EntryAsync(nurse, PatientId.New());
        portal.Clock.Advance(TimeSpan.FromDays(1));
        await new FindingRows(portal).EntryAsync(nurse, PatientId.New());
        await new FindingRows(portal).EntryAsync(nurse, PatientId.New());
        portal.Clock.Advance(TimeSpan.FromDays(1)); // 3 o'clock: today is not counted
        await rows.ScheduleAsync(officer, ReportKind.DailyActivity, officer);
        portal.Clock.Advance(TimeSpan.FromHours(5));

        await portal.Get<ReportMaker>().MakeDueAsync(default);

        var made = (await rows.MadeAsync(officer))[0];
        var counts = (await portal.Get<OpenReport>().ForAsync(officer, made.Id, default))!.Content!;
        (counts.Entries, counts.EntriesBefore, counts.Patients, counts.People, counts.Hours[3]).ShouldBe((2, 1, 2, 1, 2));
    }

    [Fact]
    public async Task A_schedule_that_cannot_be_made_keeps_no_other_from_being_made()
    {
        var (officer, reader) = (await rows.ReaderAsync(), await rows.ReaderAsync());
        await rows.ScheduleAsync(officer, ReportKind.WeeklyPatterns, officer);
        await portal.Database.AsSuperuserAsync("UPDATE review.reports SET weekday = NULL, next_at = next_at - interval '30 days' WHERE id = $1", (await rows.OnlyAsync(officer, officer)).Id);
        await rows.ScheduleAsync(officer, ReportKind.DailyActivity, reader);
        portal.Clock.Advance(TimeSpan.FromDays(2));

        await portal.Get<ReportMaker>().MakeDueAsync(default);

        (await rows.MadeAsync(reader)).ShouldHaveSingleItem();
        (await rows.MadeAsync(officer)).ShouldBeEmpty();
        await portal.Database.AsSuperuserAsync("UPDATE review.reports SET paused_at = now() WHERE weekday IS NULL AND next_at < now()");
    }

    [Fact]
    public async Task What_was_kept_long_enough_goes()
    {
        var officer = await rows.ReaderAsync();
        await rows.ScheduleAsync(officer, ReportKind.WeeklyPatterns, officer);
        portal.Clock.Advance(TimeSpan.FromDays(8));
        await portal.Get<ReportMaker>().MakeDueAsync(default);
        (await rows.MadeAsync(officer)).ShouldHaveSingleItem();
        portal.Clock.Advance(TimeSpan.FromDays(366));

        (await portal.Get<ReportMaker>().KeepAsync(default)).ShouldBeGreaterThan(0);

        (await rows.MadeAsync(officer)).ShouldBeEmpty();
    }
}

using Portal.Features.Findings.Reports;
using Portal.Kernel.Findings;

namespace Portal.Tests.Features.Findings.Reports;

public sealed class ChangeReportTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly ReportRows rows = new(portal);

    [Fact]
    public async Task A_paused_schedule_makes_nothing_goes_on_without_what_it_missed_and_can_be_removed()
    {
        var officer = await rows.ReaderAsync();
        await rows.ScheduleAsync(officer, ReportKind.DailyActivity, officer);
        (await ChangeAsync(ScheduleChange.Pause)).ShouldBeTrue();
        portal.Clock.Advance(TimeSpan.FromDays(3));
        await portal.Get<ReportMaker>().MakeDueAsync(default);
        (await rows.MadeAsync(officer)).ShouldBeEmpty();

        (await ChangeAsync(ScheduleChange.Resume)).ShouldBeTrue();
        await portal.Get<ReportMaker>().MakeDueAsync(default);
        (await rows.MadeAsync(officer)).ShouldBeEmpty();

        (await ChangeAsync(ScheduleChange.Remove)).ShouldBeTrue();
        (await portal.Get<ListReports>().ForAsync(officer, default)).Schedules.ShouldBeEmpty();

        async Task<bool> ChangeAsync(ScheduleChange change)
        {
            var item = await rows.OnlyAsync(officer, officer);
            (await portal.Get<ChangeReport>().ForAsync(officer, item.Id, item.Version + 1, change, default)).ShouldBeFalse(); // an older state
            return await portal.Get<ChangeReport>().ForAsync(officer, item.Id, item.Version, change, default);
        }
    }
}

using Portal.Features.Findings.Reports;
using Portal.Kernel.Access;
using Portal.Kernel.Findings;

namespace Portal.Tests.Features.Findings.Reports;

[Trait("Norm", "164.308(a)(1)(ii)(D)")]
public sealed class MakeReportTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly ReportRows rows = new(portal);

    [Fact]
    public async Task It_is_made_once_ahead_of_its_hour_and_its_hour_makes_the_next_days()
    {
        var (officer, auditor) = (await rows.ReaderAsync(), await rows.ReaderAsync(Role.Auditor));
        portal.Clock.Advance(portal.Clock.GetUtcNow().UtcDateTime.Date.AddDays(2).AddHours(3) - portal.Clock.GetUtcNow().UtcDateTime); // due at 7
        await rows.ScheduleAsync(officer, ReportKind.DailyActivity, auditor);
        var schedule = (await rows.OnlyAsync(officer, auditor)).Id;

        (await MakeAsync(schedule)).ShouldBe(MakeResult.Made);
        (await MakeAsync(schedule)).ShouldBe(MakeResult.There);
        portal.Clock.Advance(TimeSpan.FromHours(5));
        (await portal.Get<ReportMaker>().MakeDueAsync(default)).ShouldBe(0);
        (await rows.MadeAsync(auditor)).ShouldHaveSingleItem();
        (await rows.OnlyAsync(officer, auditor)).NextAt.ShouldBeGreaterThan(portal.Clock.GetUtcNow());

        portal.Clock.Advance(TimeSpan.FromDays(1));
        await portal.Get<ReportMaker>().MakeDueAsync(default);
        (await rows.MadeAsync(auditor)).Count.ShouldBe(2);

        Task<MakeResult> MakeAsync(Guid id) => portal.Get<MakeReport>().ForAsync(officer, id, default);
    }

    [Fact]
    public async Task Of_a_schedule_that_is_gone_and_by_who_may_not_nothing_is_made()
    {
        var officer = await rows.ReaderAsync();
        (await portal.Get<MakeReport>().ForAsync(officer, Guid.NewGuid(), default)).ShouldBe(MakeResult.Gone);
        await Should.ThrowAsync<UnauthorizedAccessException>(async () => await portal.Get<MakeReport>().ForAsync(await rows.ReaderAsync(Role.Auditor), Guid.NewGuid(), default));
    }
}

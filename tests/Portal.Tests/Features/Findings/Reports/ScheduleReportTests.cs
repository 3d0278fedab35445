using FluentValidation;
using Portal.Features.Findings.Reports;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;

namespace Portal.Tests.Features.Findings.Reports;

[Trait("Norm", "164.308(a)(1)(ii)(D)")]
public sealed class ScheduleReportTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly ReportRows rows = new(portal);

    [Fact]
    public async Task An_officer_schedules_for_who_may_read_and_it_is_an_entry()
    {
        var (officer, auditor) = (await rows.ReaderAsync(), await rows.ReaderAsync(Role.Auditor));

        (await rows.ScheduleAsync(officer, ReportKind.DailyActivity, auditor)).ShouldBeTrue();

        var item = await rows.OnlyAsync(officer, auditor);
        (item.Hour, item.NextAt.UtcDateTime.Hour, item.IsPaused).ShouldBe((7, 7, false));
        item.NextAt.ShouldBeGreaterThan(portal.Clock.GetUtcNow());
        (await rows.People.EntriesAsync(e => e.ResourceId == item.Id)).ShouldHaveSingleItem().Action.ShouldBe(AuditAction.Create);
    }

    [Fact]
    public async Task Nothing_is_sent_to_a_role_that_may_not_read_it()
    {
        var (officer, clinician) = (await rows.ReaderAsync(), await rows.ReaderAsync(Role.Clinician));

        (await rows.ScheduleAsync(officer, ReportKind.DailyActivity, clinician)).ShouldBeFalse();
        (await rows.People.EntriesAsync(e => e.Account == officer.Account && e.Resource == AuditResource.Report)).ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
    }

    [Fact]
    public async Task Auditors_schedule_nothing_and_a_weekly_one_needs_its_day()
    {
        var (officer, auditor) = (await rows.ReaderAsync(), await rows.ReaderAsync(Role.Auditor));

        await Should.ThrowAsync<UnauthorizedAccessException>(() => rows.ScheduleAsync(auditor, ReportKind.DailyActivity, auditor));
        await Should.ThrowAsync<ValidationException>(() => portal.Get<ScheduleReport>().ForAsync(officer, new(ReportKind.WeeklyPatterns, 7, null, [officer.Account!.Value]), default));
    }
}

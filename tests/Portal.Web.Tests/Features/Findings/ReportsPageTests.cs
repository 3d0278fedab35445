using Bunit;
using Portal.Features.Findings.Reports;
using Portal.Kernel.Access;
using Portal.Kernel.Findings;
using Portal.Web.Features.Findings;
using Portal.Web.Tests.Screens;

namespace Portal.Web.Tests.Features.Findings;

/// <summary>Reports and their schedules: what is there, that there is nothing, and which schedule a button is about.</summary>
[Trait("Norm", "164.308(a)(1)(ii)(D)")]
public sealed class ReportsPageTests(WebFixture web) : IClassFixture<WebFixture>
{
    [Fact]
    public async Task Who_has_no_report_is_told_so_and_one_who_may_not_schedule_gets_no_form()
    {
        await using var screen = await OpenAsync(Role.Auditor);

        screen.Await("#made .empty");
        screen.Page.FindAll("#schedule, .make, .note-bad").ShouldBeEmpty();
    }

    [Fact]
    [Trait("Norm", "WCAG 2.4.6")]
    public async Task Each_button_names_the_schedule_it_is_about_and_what_is_made_lies_in_the_list()
    {
        await using var screen = await OpenAsync(Role.ComplianceOfficer, ReportKind.DailyActivity, ReportKind.WeeklyPatterns);
        screen.Await(".make");

        var rows = screen.Page.FindAll("#schedules tbody tr");
        rows.Count.ShouldBe(2);
        foreach (var row in rows)
        {
            var report = row.QuerySelector("th")!.TextContent.Trim();
            row.QuerySelectorAll("button").ShouldAllBe(button => button.TextContent.Contains(report, StringComparison.Ordinal));
        }

        screen.Page.FindAll(".make")[0].Click();
        screen.Await("#outcome");
        screen.Until(() => screen.Page.FindAll("a[href^='/reports/']").Count == 1);
    }

    [Fact]
    public void While_a_report_is_made_its_own_button_says_so()
    {
        using var parts = new ScheduleParts();
        var (one, other) = (ScheduleParts.Item(ReportKind.DailyActivity), ScheduleParts.Item(ReportKind.WeeklyPatterns));
        var table = parts.Render<ScheduleTable>(p => p.Add(t => t.Items, [one, other]).Add(t => t.Zone, TimeZoneInfo.Utc).Add(t => t.MayChange, true).Add(t => t.Busy, true).Add(t => t.Making, other.Id));

        table.FindAll(".make").Select(button => button.TextContent.Split(',')[0]).ShouldBe(["Make now", "Being made…"]);
        table.FindAll(".going").Count.ShouldBe(1);
    }

    [Fact]
    public async Task Reports_that_cannot_be_fetched_are_not_said_to_be_none_and_come_on_request()
    {
        await using var screen = await OpenAsync(Role.Auditor, isClosed: true);
        screen.Await(".note-bad");
        screen.Page.FindAll(".empty").ShouldBeEmpty();

        screen.Door.Closed = false;
        screen.Page.Find(".note-bad button").Click();
        screen.Await(".empty");
    }

    private Task<Screen<ReportsPage>> OpenAsync(Role role, params ReportKind[] scheduled) => OpenAsync(role, isClosed: false, scheduled);

    private Task<Screen<ReportsPage>> OpenAsync(Role role, bool isClosed, params ReportKind[] scheduled) => Screen<ReportsPage>.OpenAsync(web, role, "/reports", before: async to =>
    {
        to.Door.Closed = isClosed;
        foreach (var kind in scheduled)
        {
            var day = kind == ReportKind.WeeklyPatterns ? DayOfWeek.Monday : (DayOfWeek?)null;
            (await web.Get<ScheduleReport>().ForAsync(to.Actor, new NewSchedule(kind, 7, day, [to.Actor.Account!.Value]), default)).ShouldBeTrue();
        }
    });

    private sealed class ScheduleParts : Portal.Web.Tests.Features.Patients.PartsContext
    {
        public static ScheduleItem Item(ReportKind kind) =>
            new(Guid.NewGuid(), 1, kind, 7, kind == ReportKind.WeeklyPatterns ? DayOfWeek.Monday : null, [], Day(2026, 3, 3), IsPaused: false);
    }
}

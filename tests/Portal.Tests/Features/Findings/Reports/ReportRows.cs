using Portal.Features.Findings.Reports;
using Portal.Kernel.Access;
using Portal.Kernel.Findings;
using Portal.Tests.Features.Identity;

namespace Portal.Tests.Features.Findings.Reports;

/// <summary>People who read reports, and schedules made by the product's own use case.</summary>
internal sealed class ReportRows(PortalFixture portal)
{
    public readonly People People = new(portal);

    public async Task<Actor> ReaderAsync(Role role = Role.ComplianceOfficer)
    {
        var person = await People.NewAsync(role);
        return Actor.Person(person.Id, role, Portal.Kernel.SessionId.New(), Origin.Local);
    }

    public Task<bool> ScheduleAsync(Actor officer, ReportKind kind, params Actor[] readers) => portal.Get<ScheduleReport>().ForAsync(
        officer, new NewSchedule(kind, 7, kind == ReportKind.WeeklyPatterns ? DayOfWeek.Monday : null, [.. readers.Select(reader => reader.Account!.Value)]), default);

    public async Task<ScheduleItem> OnlyAsync(Actor officer, Actor reader) =>
        (await portal.Get<ListReports>().ForAsync(officer, default)).Schedules.Single(item => item.Readers.Any(one => one.Id == reader.Account));

    public async Task<IReadOnlyList<MadeItem>> MadeAsync(Actor reader) => (await portal.Get<ListReports>().ForAsync(reader, default)).Made;
}

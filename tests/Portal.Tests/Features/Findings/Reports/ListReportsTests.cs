using Portal.Features.Findings.Reports;
using Portal.Kernel.Access;
using Portal.Kernel.Findings;

namespace Portal.Tests.Features.Findings.Reports;

public sealed class ListReportsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task Officers_see_names_auditors_ids_and_others_nothing()
    {
        var rows = new ReportRows(portal);
        var (officer, auditor) = (await rows.ReaderAsync(), await rows.ReaderAsync(Role.Auditor));
        await rows.ScheduleAsync(officer, ReportKind.WeeklyPatterns, auditor);

        (await rows.OnlyAsync(officer, auditor)).Readers[0].Name.ShouldBe("Test Person");
        (await rows.OnlyAsync(auditor, auditor)).Readers[0].Name.ShouldBeNull();
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<ListReports>().ForAsync(Patients.People.In(Role.Nurse), default));
    }
}

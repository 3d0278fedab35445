using Bunit;
using Portal.Features.Findings.Reports;
using Portal.Web.Features.Findings;
using Portal.Web.Tests.Features.Patients;

namespace Portal.Web.Tests.Features.Findings;

public sealed class ReportFactsTests : PartsContext
{
    private static readonly Dictionary<string, int> None = [];

    [Fact]
    public void Of_a_time_without_entries_one_sentence_says_so_and_no_table_is_empty()
    {
        var part = Of(new ReportContent(0, 7, 0, 0, 0, 0, None, None, new int[24], 0, 0, 2, 0));

        part.FindAll("table").ShouldBeEmpty();
        part.Find(".empty").TextContent.ShouldContain("Nothing is in the log");
        part.Find("#report-counts").TextContent.ShouldContain("7 in the time before");
    }

    [Fact]
    public void What_was_counted_stands_by_action_role_and_hour()
    {
        var part = Of(new ReportContent(3, 0, 0, 0, 1, 1, new Dictionary<string, int> { ["Read"] = 3 }, new Dictionary<string, int> { ["Nurse"] = 3 }, new int[24], 0, 0, 0, 0));

        part.FindAll("table").Count.ShouldBe(3);
        part.FindAll(".empty").ShouldBeEmpty();
        part.Find("#by-role").TextContent.ShouldContain("Nurse");
    }

    private IRenderedComponent<ReportFacts> Of(ReportContent content) => Render<ReportFacts>(p => p.Add(r => r.Content, content));
}

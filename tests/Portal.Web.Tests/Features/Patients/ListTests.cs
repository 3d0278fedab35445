using Bunit;
using Portal.Features.Patients.Chart;
using Portal.Web.Features.Patients.Parts;

namespace Portal.Web.Tests.Features.Patients;

public sealed class ListTests : PartsContext
{
    [Fact]
    public void A_note_with_a_script_is_shown_as_the_text_it_is()
    {
        const string Text = "Feels well. <script>alert(1)</script> <img src=x onerror=alert(2)>";
        var list = Render<DocumentList>(p => p.Add(l => l.Items, [Item(new DocumentDetails("current", "text/plain", "Dr. Roe", Text), "Note")]));

        list.FindAll(".document-text").ShouldBeEmpty();
        list.Find("button").Click();

        list.Find(".document-text").TextContent.ShouldBe(Text);
        list.FindAll("script, img").ShouldBeEmpty();
    }

    [Fact]
    public void A_long_list_shows_the_newest_and_all_on_request()
    {
        var items = Enumerable.Range(0, 25).Select(i => Item(new ImmunizationDetails("completed", null, null), $"Vaccine {i}")).ToList();
        var list = Render<ImmunizationList>(p => p.Add(l => l.Items, items));

        list.FindAll("tbody tr").Count.ShouldBe(10);
        list.Find(".more").TextContent.Trim().ShouldBe("Show all 25");
        list.Find(".more").Click();

        list.FindAll("tbody tr").Count.ShouldBe(25);
    }

    [Fact]
    public void Active_problems_come_before_resolved_ones()
    {
        var resolved = Item(new ConditionDetails("resolved", null, null, Day(2024), null), "Cold", at: Day(2024));
        var active = Item(new ConditionDetails("active", null, null, null, null), "Asthma", at: Day(2001));

        var rows = Render<ProblemList>(p => p.Add(l => l.Items, [resolved, active])).FindAll("tbody tr");

        rows[0].TextContent.ShouldContain("Asthma");
        rows[1].TextContent.ShouldContain("Cold");
    }

    [Fact]
    public void Encounters_stand_under_their_year_newest_first()
    {
        EncounterDetails details = new("finished", "EMER", null, "Clinic", "Dr. Roe", null);
        var line = Render<EncounterTimeline>(p => p.Add(l => l.Items,
            [Item(details, at: Day(2024, 5)), Item(details, at: Day(2024, 2)), Item(details, at: Day(2022))]));

        line.FindAll(".year").Select(year => year.TextContent).ShouldBe(["2024", "2022"]);
        line.FindAll(".timeline")[0].ChildElementCount.ShouldBe(2);
        line.Find(".tag").TextContent.ShouldBe("Emergency");
    }
}

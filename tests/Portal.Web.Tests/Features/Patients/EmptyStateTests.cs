using Bunit;
using Portal.Features.Patients;
using Portal.Kernel;
using Portal.Web.Features.Patients.Parts;

namespace Portal.Web.Tests.Features.Patients;

/// <summary>Where there is nothing, a sentence says so: an empty place could as well be a page that did not load.</summary>
public sealed class EmptyStateTests : PartsContext
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(false, "No patients are in your care yet.")]
    [InlineData(true, "No patients are registered yet.")]
    public void A_list_of_nobody_says_whose_list_it_is(bool all, string sentence)
    {
        var finder = Finder(all);

        finder.Find(".empty").TextContent.ShouldBe(sentence);
        finder.Find("[role=status]").TextContent.ShouldBe(sentence);
        finder.FindAll("table, .more, .loading").ShouldBeEmpty();
    }

    [Fact]
    public void A_search_that_finds_nobody_says_what_to_try()
    {
        var finder = Finder(all: false);

        finder.Find("input").Input("nobody");

        finder.WaitForAssertion(() => finder.Find(".empty").TextContent.ShouldBe("Nobody found. Check the spelling, or try the MRN, birth date or phone number."), Patience);
        finder.FindAll("table").ShouldBeEmpty();
    }

    [Fact]
    public void A_record_without_entries_says_so_in_each_section()
    {
        var record = Render<ClinicalRecord>(p => p.Add(r => r.View, new RecordView(Banner(), [], [], [], [], [], [], [], [], [], [])));

        record.FindAll(".section .empty").Select(one => one.TextContent).ShouldBe(
        [
            "No problems recorded.", "No allergies recorded", "No medications recorded.", "No vital signs, labs or findings recorded.", "No encounters recorded.",
            "No procedures recorded.", "No immunizations recorded.", "No documents recorded.", "No reports recorded.", "No care plans recorded.",
        ]);
        record.FindAll("table").ShouldBeEmpty();
    }

    private IRenderedComponent<PatientFinder> Finder(bool all) => Render<PatientFinder>(p => p
        .Add(f => f.Today, new DateOnly(2026, 1, 1))
        .Add(f => f.All, all)
        .Add(f => f.Fetch, (_, _, _) => Task.FromResult(new Page<PatientListItem>([], null))));
}

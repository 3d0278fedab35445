using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Features.Patients;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Crypto;
using Portal.Web.Features.Patients.Parts;

namespace Portal.Web.Tests.Features.Patients;

public sealed class PatientFinderTests : PartsContext
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ManualTime clock = new();
    private readonly List<(string? Text, string? Cursor)> asked = [];

    public PatientFinderTests() => Services.AddSingleton<TimeProvider>(clock);

    [Fact]
    public void My_patients_come_first_and_more_on_request()
    {
        var finder = Finder();

        finder.Find("h2").TextContent.ShouldBe("My patients");
        finder.FindAll("tbody tr").Count.ShouldBe(1);
        finder.Find(".more").Click();

        finder.FindAll("tbody tr").Count.ShouldBe(2);
        asked.ShouldBe([(null, null), (null, "next")]);
    }

    [Fact]
    public void One_letter_asks_nothing_and_says_why()
    {
        var finder = Finder();

        finder.Find("input").Input("a");

        asked.Count.ShouldBe(1);
        finder.Find("#find-hint").TextContent.ShouldBe("Type at least two letters.");
    }

    [Fact]
    public async Task One_letter_is_enough_where_it_can_be_a_whole_name()
    {
        var finder = Finder();

        finder.Find("input").Input("王");
        await PauseAsync(finder);

        finder.WaitForAssertion(() => asked[^1].ShouldBe(("王", null)), Patience);
    }

    [Fact]
    public async Task While_somebody_types_only_the_last_text_is_asked()
    {
        var finder = Finder();

        finder.Find("input").Input("an");
        finder.Find("input").Input("ann");
        finder.Find("input").Input("anna");
        asked.Count.ShouldBe(1);
        await PauseAsync(finder);

        finder.WaitForAssertion(() => finder.Find("h2").TextContent.ShouldBe("Search results"), Patience);
        finder.WaitForAssertion(() => asked.Count.ShouldBe(2), Patience);
        asked[1].ShouldBe(("anna", null));
        finder.Find("[role=status]").TextContent.ShouldContain("patient");
    }

    [Fact]
    public void A_failure_shows_a_reference_and_not_the_message()
    {
        string? reported = null;
        var finder = Render<PatientFinder>(p => p
            .Add(f => f.Today, new DateOnly(2026, 1, 1))
            .Add(f => f.Failed, (_, reference) => reported = reference)
            .Add(f => f.Fetch, (_, _, _) => throw new InvalidOperationException("inner detail")));

        finder.Find("[role=alert] .mono").TextContent.ShouldBe(reported);
        finder.Markup.ShouldNotContain("inner detail");
    }

    // A key that was pressed while the component was busy is taken after that: the pause begins once all of them were.
    private async Task PauseAsync(IRenderedComponent<PatientFinder> finder)
    {
        await finder.InvokeAsync(() => { });
        clock.Advance(Pause);
    }

    private IRenderedComponent<PatientFinder> Finder() => Render<PatientFinder>(p => p
        .Add(f => f.Today, new DateOnly(2026, 1, 1))
        .Add(f => f.Fetch, FetchAsync));

    private Task<Page<PatientListItem>> FetchAsync(string? text, string? cursor, CancellationToken cancel)
    {
        asked.Add((text, cursor));
        PatientListItem item = new(
            PatientId.New(), Revealed<PersonName>.Of(new("Example", "Ada")), Revealed<DateOnly>.Of(new(1980, 5, 17)), Revealed<string>.Of("female"), Revealed<string>.Of("M-1"));
        return Task.FromResult(new Page<PatientListItem>([item], cursor is null ? "next" : null));
    }
}

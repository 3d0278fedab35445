using System.Text.Json;
using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>The main job: a clinician signs in with two factors, finds a patient by part of a name and opens the record.</summary>
[Collection(PortalCollection.Name)]
public sealed class ClinicianJourney(RunningPortal portal)
{
    private static readonly string[] Sections =
        ["problems", "medications", "results", "encounters", "procedures", "immunizations", "documents", "reports", "careplans"];

    [Fact]
    public async Task She_opens_a_patient_in_her_care_and_the_banner_stays_in_view()
    {
        var page = await portal.PageAsAsync(portal.First("Clinician"));
        await page.GotoAsync("/");
        await page.Locator("table tbody tr").First.WaitForAsync();
        await Screens.KeepAsync(page, "patients-desktop");

        await page.Locator("#find").FillAsync("lind ad");
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("Search results");
        await OpenFirstAsync(page);
        await Assertions.Expect(page.Locator(".banner h1")).ToHaveTextAsync("Lindqvist, Ada");
        await Assertions.Expect(page.Locator(".banner .chip")).ToContainTextAsync("enicillin");

        await Screens.KeepAsync(page, "record-desktop");
        foreach (var section in Sections)
        {
            (await page.Locator($"#{section}").CountAsync()).ShouldBeGreaterThan(0, section);
        }

        await page.EvaluateAsync("document.getElementById('results').scrollIntoView()");
        await Screens.KeepAsync(page, "results-desktop");
        await page.Locator("#encounters").ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(page.Locator(".banner h1")).ToBeInViewportAsync();
        await Screens.ShouldKeepNothingAsync(page);
    }

    [Fact]
    public async Task Part_of_a_name_finds_the_patient_and_never_goes_into_the_address()
    {
        var page = await portal.PageAsAsync(portal.First("Clinician"));
        await page.GotoAsync("/patients");
        // Somebody whose name has three letters to type: not everybody's has.
        var name = (await page.Locator("table tbody tr a", new() { HasTextRegex = new("^[A-Z][a-z]{2}") }).First.InnerTextAsync()).Split(',')[0];

        await page.Locator("#find").FillAsync(name[..3].ToLowerInvariant());

        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("Search results");
        await Assertions.Expect(page.Locator("table tbody tr a").First).ToContainTextAsync(name[..3], new() { IgnoreCase = true });
        new Uri(page.Url).Query.ShouldBeEmpty();
    }

    [SharedDataFact("fhir-r4")]
    public async Task She_opens_a_record_that_was_imported_for_her()
    {
        var person = portal.First("Clinician");
        var file = Directory.GetFiles(SharedData.PathOf("fhir-r4/smart"), "Ad*n_Portillo*.json").Single();
        var import = await portal.VerbAsync("import-fhir", file, "--assign", person.Email, "--json");
        import.Code.ShouldBe(0, import.Errors);
        using var report = JsonDocument.Parse(import.Output);
        report.RootElement.GetProperty("patients").GetInt32().ShouldBe(1);
        report.RootElement.GetProperty("failedFiles").GetInt32().ShouldBe(0);

        var page = await portal.PageAsAsync(person);
        await page.GotoAsync("/patients");
        await page.Locator("#find").FillAsync("porti adan");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("Portillo", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)) }).First.ClickAsync();

        await Assertions.Expect(page.Locator(".banner h1")).ToContainTextAsync("Adán");
        (await page.Locator("#results svg").CountAsync()).ShouldBeGreaterThan(0);
        await Screens.KeepAsync(page, "record-imported");
        await page.Locator("#results").ScrollIntoViewIfNeededAsync();
        await page.EvaluateAsync("document.getElementById('results').scrollIntoView()");
        await Screens.KeepAsync(page, "record-results");
    }

    [Fact]
    [Trait("Norm", "WCAG 1.4.10")]
    public async Task List_and_record_reflow_at_320_pixels()
    {
        var page = await portal.PageAsAsync(portal.First("Clinician"), Sizes.Narrow);
        await page.GotoAsync("/patients");
        await page.Locator("table tbody tr").First.WaitForAsync();
        await Screens.ShouldReflowAsync(page);
        await Screens.KeepAsync(page, "patients-narrow");

        await OpenFirstAsync(page);

        await Screens.ShouldReflowAsync(page);
        await Screens.KeepAsync(page, "record-narrow");
    }

    internal static Task OpenFirstAsync(IPage page) =>
        // Not the patient whose name and number are markup: whoever comes first in a list depends on what ran before.
        WaysToPages.FollowAsync(page, page.Locator("table tbody tr", new() { HasNotText = "<" }).Locator("a").First, ".banner h1");
}

using System.Globalization;
using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>"Who accessed this patient's record last Tuesday at 3 PM?": one screen, a record number, two choices.</summary>
[Collection(PortalCollection.Name)]
public sealed class AuditJourney(RunningPortal portal)
{
    private const string File = "**/audit/exports/*/file";

    [Fact]
    [Trait("Norm", "164.308(a)(1)(ii)(D)")]
    public async Task An_officer_finds_who_opened_a_record_and_what_lies_around_it()
    {
        var number = await OpenARecordAsync();
        var page = await portal.PageAsAsync(portal.First("ComplianceOfficer"));
        await page.GotoAsync("/audit");
        await WaysToPages.IsThereAsync(page);
        await page.Locator("#audit-patient").FillAsync(number);
        await page.GetByRole(AriaRole.Button, new() { Name = "Today" }).ClickAsync();
        await page.Locator("#audit-patient").PressAsync("Enter");

        var row = page.Locator(".table-audit tbody tr", new() { HasText = "Opened a record" }).First;
        await Assertions.Expect(row).ToContainTextAsync("Clinician");
        await Assertions.Expect(page.Locator(".picked").First).ToContainTextAsync(number);
        page.Url.ShouldContain("patient=");
        page.Url.ShouldNotContain(number);

        await LastTuesdayAtThreeAsync(page);
        await page.GotoAsync("/audit");
        await WaysToPages.IsThereAsync(page);
        await WaysToPages.FollowAsync(page, page.Locator(".table-audit tbody tr", new() { HasText = "Opened a record" }).First.Locator("th a"), "#entry-facts");
        await WaysToPages.FollowAsync(page, page.GetByRole(AriaRole.Link, new() { Name = "Everyone, ever" }), ".audit-form");
        await Assertions.Expect(page.Locator(".table-audit tbody tr", new() { HasText = "Opened a record" }).First).ToBeVisibleAsync();
        await Screens.ShouldKeepNothingAsync(page);
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task A_finished_export_wants_the_factor_comes_as_one_archive_and_what_becomes_of_it_stays_on_the_page()
    {
        var person = portal.First("ComplianceOfficer");
        var page = await portal.PageAsAsync(person);
        await page.GotoAsync("/audit");
        await WaysToPages.IsThereAsync(page);
        await page.Locator("#export-open").ClickAsync();
        await page.Locator("#export-reason").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await page.Locator(".audit-export button[type=submit]").ClickAsync();
        var code = page.Locator("#step-up-code");
        // Whoever has just signed in is not asked again, and is led to the list.
        await Assertions.Expect(page.Locator("#own-exports tbody tr").Or(code.Locator("visible=true")).First).ToBeVisibleAsync();
        if (await code.IsVisibleAsync())
        {
            await AccountJourney.TypeFreshCodeAsync(code, person.TotpSecret!);
            await Assertions.Expect(page.Locator("#own-exports tbody tr").First).ToBeVisibleAsync();
        }

        var fetch = page.Locator("#own-exports tbody tr").First.GetByRole(AriaRole.Button, new() { NameRegex = new("Download") });
        await fetch.WaitForAsync(new() { Timeout = 200_000 });

        await AnsweredAsync(page, 429);
        await fetch.ClickAsync();
        await Assertions.Expect(page.Locator("#outcome")).ToContainTextAsync("too many were fetched");
        await AnsweredAsync(page, 409);
        await fetch.ClickAsync();
        await Assertions.Expect(code).ToBeFocusedAsync();
        await page.UnrouteAsync(File);
        var download = await page.RunAndWaitForDownloadAsync(() => AccountJourney.TypeFreshCodeAsync(code, person.TotpSecret!), new() { Timeout = 120_000 });

        download.SuggestedFilename.ShouldStartWith("audit-export-");
        using var zip = System.IO.Compression.ZipFile.OpenRead((await download.PathAsync())!);
        zip.Entries.Select(entry => entry.Name).ShouldContain("manifest.ndjson");
        await Assertions.Expect(page.Locator("#outcome")).ToContainTextAsync("handed to your browser");
        await Assertions.Expect(page.Locator("#outcome")).ToBeFocusedAsync();
        await portal.KeepStateAsync(page);
        await Screens.ShouldKeepNothingAsync(page);
    }

    private static async Task AnsweredAsync(IPage page, int status)
    {
        await page.UnrouteAsync(File);
        await page.RouteAsync(File, route => route.FulfillAsync(new() { Status = status, Body = "" }));
    }

    private async Task<string> OpenARecordAsync()
    {
        var page = await portal.PageAsAsync(portal.First("Clinician"));
        await page.GotoAsync("/patients");
        await ClinicianJourney.OpenFirstAsync(page);
        return await page.Locator(".banner dd.mono").First.InnerTextAsync();
    }

    private static async Task LastTuesdayAtThreeAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("last Tuesday") }).ClickAsync();
        await page.Locator("#audit-hour").SelectOptionAsync("15");
        await page.Locator(".audit-form button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator(".audit-found")).ToContainTextAsync("No entry fits");
        var from = DateTime.Parse(await page.Locator("#audit-from").InputValueAsync(), CultureInfo.InvariantCulture);
        (from.DayOfWeek, from.Hour).ShouldBe((DayOfWeek.Tuesday, 15));
    }
}

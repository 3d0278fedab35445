using System.Globalization;
using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>"Who accessed this patient's record last Tuesday at 3 PM?": one screen, a record number, two choices.</summary>
[Collection(PortalCollection.Name)]
public sealed class AuditJourney(RunningPortal portal)
{
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

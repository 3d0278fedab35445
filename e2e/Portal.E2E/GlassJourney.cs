using System.Globalization;
using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>A clinician meets a record that is closed to her, breaks the glass, is in, and gives it back; the patient is told.</summary>
[Collection(PortalCollection.Name)]
[Trait("Norm", "164.312(a)(2)(ii)")]
public sealed class GlassJourney(RunningPortal portal)
{
    [Fact]
    public async Task She_meets_a_closed_record_opens_it_alone_and_gives_it_back()
    {
        var address = await AdaAsync(portal);
        var person = portal.People.Where(one => one.Role == "Clinician" && one.TotpSecret is not null).ElementAt(1);
        var page = await portal.PageAsAsync(person);
        await page.GotoAsync("/account/password");
        await WaysToPages.IsThereAsync(page);
        await portal.ConfirmAsync(page);

        await page.GotoAsync(address);
        await page.Locator("#closed").WaitForAsync();
        (await page.Locator("main").InnerTextAsync()).ShouldNotContain("Lindqvist");
        await Assertions.Expect(page.Locator(".closed-who")).ToContainTextAsync("A. L.");
        await Screens.LookAsync(page, "glass-closed");
        await page.Locator("input[value=Emergency]").CheckAsync();
        await page.Locator("#glass-sentence").FillAsync("aaaaaaaaaaaaaaaaaaaaaaaaa");
        await page.Locator("#glass-break").ClickAsync();
        await Assertions.Expect(page.Locator("#glass-refused")).ToBeVisibleAsync();
        await page.Locator("#glass-sentence").FillAsync("Brought in unconscious; I need her allergies now.");
        await page.Locator("#glass-break").ClickAsync();

        await Assertions.Expect(page.Locator(".banner h1")).ToHaveTextAsync("Lindqvist, Ada");
        await Assertions.Expect(page.Locator("#glass")).ToContainTextAsync("emergency treatment");
        TimeSpan.Parse(await page.Locator("#glass-left").InnerTextAsync(), CultureInfo.InvariantCulture).ShouldBeGreaterThan(TimeSpan.FromMinutes(58));
        await Screens.LookAsync(page, "glass-open");
        await ToldAsync();

        // The same person in another window gives it back: here the record goes by itself.
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync(address);
        await other.Locator("#glass-back").ClickAsync();
        await Assertions.Expect(other.Locator("#glass-ended")).ToContainTextAsync("You gave the record back");
        await Assertions.Expect(page.Locator("#glass-ended")).ToContainTextAsync("You gave the record back", new() { Timeout = 5_000 });
        (await page.Locator("main").InnerTextAsync()).ShouldNotContain("Lindqvist");
        await Screens.KeepAsync(page, "glass-ended", whole: true);
        await Screens.ShouldKeepNothingAsync(page);
    }

    internal static async Task<string> AdaAsync(RunningPortal portal)
    {
        var page = await portal.PageAsAsync(portal.First("Clinician"));
        await page.GotoAsync("/patients");
        await page.Locator("#find").FillAsync("lind ad");
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("Search results");
        await ClinicianJourney.OpenFirstAsync(page);
        return new Uri(page.Url).AbsolutePath;
    }

    private async Task ToldAsync()
    {
        var patient = await portal.PageAsAsync(portal.First("Patient"));
        await patient.GotoAsync("/notices");
        await Assertions.Expect(patient.Locator(".notices li").First).ToContainTextAsync("opened by emergency access");
        await Assertions.Expect(patient.Locator(".notices li").First).ToContainTextAsync("emergency treatment");
        await Screens.KeepAsync(patient, "glass-told", whole: true);
    }
}

using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>What each role sees of a patient: its own part and nothing else.</summary>
[Collection(PortalCollection.Name)]
public sealed class RoleJourneys(RunningPortal portal)
{
    [Fact]
    [Trait("Norm", "164.502(b), .514(d)")]
    public async Task A_billing_clerk_sees_demographics_and_claims_and_nothing_clinical()
    {
        var page = await portal.PageAsAsync(portal.First("BillingClerk"));
        await page.GotoAsync("/patients");
        await ClinicianJourney.OpenFirstAsync(page);

        (await page.Locator("#claims").CountAsync()).ShouldBe(1);
        foreach (var clinical in new[] { "problems", "medications", "results", "documents" })
        {
            (await page.Locator($"#{clinical}").CountAsync()).ShouldBe(0, clinical);
        }

        await Screens.KeepAsync(page, "billing-desktop");
    }

    [Fact]
    [Trait("Norm", "164.502(b), .514(d)")]
    public async Task The_desk_finds_a_person_by_phone_and_sees_how_to_reach_them_and_nothing_else()
    {
        var page = await portal.PageAsAsync(portal.First("FrontDesk"));
        await page.GotoAsync("/patients");
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("All patients");
        await ClinicianJourney.OpenFirstAsync(page);
        var (name, phone) = (await page.Locator(".banner h1").InnerTextAsync(), await page.Locator("#contact dl > div").Nth(1).Locator(".line").First.InnerTextAsync());
        (await page.Locator(".section h2").AllInnerTextsAsync()).ShouldBe(["Contact", "Who treats this patient"]);
        await Screens.KeepAsync(page, "registration-desktop");

        await page.GotoAsync("/patients");
        await page.Locator("#find").FillAsync(phone);
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("Search results");
        await Assertions.Expect(page.Locator("table tbody")).ToContainTextAsync(name);
        new Uri(page.Url).Query.ShouldBeEmpty();
    }
}

using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>Who treats a patient changes hands: a referral opens the record to a colleague, a mark closes it to everybody but the team, and the colleague gives it up.</summary>
[Collection(PortalCollection.Name)]
[Trait("Norm", "164.502(b), .514(d)")]
public sealed class CareJourney(RunningPortal portal)
{
    private const string Name = "Lindqvist, Ada";

    private const string Colleague = "Dr. Tomasz Wilk";

    [Fact]
    public async Task A_referral_opens_a_record_a_mark_closes_it_and_giving_up_ends_it()
    {
        var clinicians = portal.People.Where(one => one is { Role: "Clinician", TotpSecret: not null }).ToList();
        var (page, other) = (await FreshAsync(clinicians[0]), await portal.PageAsAsync(clinicians[1]));
        var address = await GlassJourney.AdaAsync(portal);
        await OpensAsync(page, address, Name, opens: true);
        await OpensAsync(other, address, Name, opens: false);

        await page.Locator("#show-care").ClickAsync();
        await page.Locator("#colleague").FillAsync("Wilk");
        await page.Locator("#days").FillAsync("7");
        await page.Locator("form:has(#colleague) button[type=submit]").ClickAsync();
        await page.Locator("#colleagues li", new() { HasText = Colleague }).GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.GetByText("The patient is referred.")).ToBeVisibleAsync();
        await OpensAsync(other, address, Name, opens: true);

        await page.Locator("#mark-kind").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Mark as sensitive" }).ClickAsync();
        await Assertions.Expect(page.Locator(".marks .chip")).ToHaveCountAsync(1);
        await Screens.LookAsync(page, "care-marked");
        await OpensAsync(other, address, Name, opens: false);

        await page.GetByRole(AriaRole.Button, new() { Name = "Lift", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The mark is lifted.")).ToBeVisibleAsync();
        await OpensAsync(other, address, Name, opens: true);

        await other.Locator("#show-care").ClickAsync();
        await other.GetByRole(AriaRole.Button, new() { Name = "Give up" }).ClickAsync();
        await other.GetByRole(AriaRole.Button, new() { Name = "Yes" }).ClickAsync();
        await other.Locator("#closed").WaitForAsync();
        (await other.Locator("main").InnerTextAsync()).ShouldNotContain(Name);
    }

    private static async Task OpensAsync(IPage page, string address, string name, bool opens)
    {
        await page.GotoAsync(address);
        await page.Locator(opens ? ".banner h1" : "#closed").First.WaitForAsync();
        (await page.Locator("main").InnerTextAsync()).Contains(name, StringComparison.Ordinal).ShouldBe(opens);
    }

    // Lifting a mark asks for the factor again.
    private async Task<IPage> FreshAsync(DemoPerson person)
    {
        var page = await portal.PageAsAsync(person);
        await page.GotoAsync("/account/password");
        await WaysToPages.IsThereAsync(page);
        await portal.ConfirmAsync(page);
        return page;
    }
}

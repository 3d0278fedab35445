using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>What an open page does when the network, the server or the database goes away, and comes back.</summary>
[Collection(PortalCollection.Name)]
public sealed class ConnectionJourneys(RunningPortal portal)
{
    private const int BackWithin = 30_000;

    [Fact]
    [Trait("Norm", "WCAG 4.1.3")]
    public async Task A_lost_network_is_told_the_page_is_held_and_goes_on_where_it_was()
    {
        await using var cable = new Cable(portal.Address);
        var page = await PatientsAsync(cable.Address);
        await page.Locator("#find").FillAsync("lind ad");
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("Search results");

        cable.Cut();

        await Assertions.Expect(page.Locator("[role=status] .reconnect-show")).ToBeVisibleAsync(new() { Timeout = BackWithin });
        await ShouldBeHeldAsync(page);
        await Assertions.Expect(page.Locator("table tbody tr").First).ToBeVisibleAsync();
        await Screens.ShouldBeAccessibleAsync(page.Locator("#connection"));
        await Screens.KeepAsync(page, "connection-lost");
        await page.WaitForTimeoutAsync(4000);

        cable.Mend();

        await Assertions.Expect(page.Locator(".reconnect-show")).ToBeHiddenAsync(new() { Timeout = BackWithin });
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("Search results");
        await Assertions.Expect(page.Locator("#find")).ToBeFocusedAsync();
        await IsUsableAsync(page);
    }

    [Fact]
    public async Task After_a_restart_of_the_server_the_page_loads_again_by_itself()
    {
        var page = await PatientsAsync(portal.Address);

        await SignIn.ByLoadAsync(page, async () =>
        {
            await portal.StopAsync();
            await Assertions.Expect(page.Locator(".reconnect-show")).ToBeVisibleAsync(new() { Timeout = BackWithin });
            await ShouldBeHeldAsync(page);
            await portal.StartAsync();
        });

        await Assertions.Expect(page.Locator(".over-note:visible")).ToHaveCountAsync(0, new() { Timeout = BackWithin });
        await Assertions.Expect(page.Locator("table tbody tr").First).ToBeVisibleAsync(new() { Timeout = BackWithin });
        await IsUsableAsync(page);
    }

    [Fact]
    [Trait("Norm", "WCAG 4.1.3")]
    public async Task A_database_that_does_not_answer_is_told_on_open_and_new_pages_and_both_go_on_by_themselves()
    {
        var open = await PatientsAsync(portal.Address);
        var fresh = await portal.PageAsAsync(portal.First("Clinician"));

        using (portal.FreezeDatabase())
        {
            await Assertions.Expect(open.Locator("[role=status] [data-outage]")).ToBeVisibleAsync(new() { Timeout = 2 * BackWithin });
            await ShouldBeHeldAsync(open);
            await Screens.ShouldBeAccessibleAsync(open.Locator("[data-outage]"));
            await Screens.KeepAsync(open, "database-away");
            await fresh.GotoAsync("/patients", new() { Timeout = 4 * BackWithin });
            await Assertions.Expect(fresh.Locator("h1")).ToContainTextAsync("waiting for its database");
            await Screens.ShouldBeAccessibleAsync(fresh);
            await Screens.KeepAsync(fresh, "database-away-new-page");
        }

        await Assertions.Expect(open.Locator("[data-outage]")).ToHaveCountAsync(0, new() { Timeout = BackWithin });
        await IsUsableAsync(open);
        await Assertions.Expect(fresh.Locator("table tbody tr").First).ToBeVisibleAsync(new() { Timeout = BackWithin });
    }

    [Fact]
    public async Task When_the_script_says_that_a_circuit_broke_the_page_shows_its_reference_and_a_way_on()
    {
        var page = await PatientsAsync(portal.Address);

        // What the Blazor script does when the server ends a circuit after an unhandled exception.
        await page.EvaluateAsync("document.getElementById('blazor-error-ui').style.display = 'block'");

        await Assertions.Expect(page.Locator("[role=alert] #blazor-error-ui")).ToBeVisibleAsync();
        (await page.Locator("[data-reference]").InnerTextAsync()).Length.ShouldBe(12);
        await ShouldBeHeldAsync(page);
        await Screens.ShouldBeAccessibleAsync(page.Locator("#connection"));
        await Screens.KeepAsync(page, "circuit-broken");

        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator("#blazor-error-ui button")).ToBeFocusedAsync();
        await SignIn.ByLoadAsync(page, () => page.Keyboard.PressAsync("Enter"));
        await Assertions.Expect(page.Locator("#blazor-error-ui")).ToBeHiddenAsync(new() { Timeout = BackWithin });
        await Assertions.Expect(page.Locator("table tbody tr").First).ToBeVisibleAsync(new() { Timeout = BackWithin });
    }

    private async Task<IPage> PatientsAsync(string address)
    {
        var page = await portal.PageAsAsync(portal.First("Clinician"));
        await page.GotoAsync(address + "/patients");
        await page.Locator("table tbody tr").First.WaitForAsync();
        return page;
    }

    // Nothing can be typed or clicked into the void; what was read stays readable. For axe such a page has no main part, so it looks at the banner.
    private static async Task ShouldBeHeldAsync(IPage page) =>
        (await page.EvaluateAsync<bool>("document.querySelector('main').inert && document.querySelector('header').inert")).ShouldBeTrue();

    private static async Task IsUsableAsync(IPage page)
    {
        await page.Locator("#find").FillAsync("");
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("My patients", new() { Timeout = BackWithin });
        await page.Locator("#find").FillAsync("lind ad");
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("Search results", new() { Timeout = BackWithin });
    }
}

using System.Collections.Concurrent;
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

    /// <summary>A translator or an extension takes a piece out of the page; the next change of it fails in the browser and so in the circuit.</summary>
    [Fact]
    public async Task A_circuit_that_broke_shows_its_reference_and_a_way_on_and_the_log_has_the_reference_and_nothing_of_anybody()
    {
        var page = await PatientsAsync(portal.Address);
        var (faults, told) = (new ConcurrentQueue<string>(), new ConcurrentQueue<string>());
        page.PageError += (_, error) => faults.Enqueue(error);
        page.Console += (_, message) => told.Enqueue(message.Text);
        var name = await page.Locator("table tbody tr a").First.InnerTextAsync();
        var before = (await portal.LogAsync()).Count - 1;

        await page.EvaluateAsync("document.querySelector('section[aria-labelledby=found]').replaceChildren()");
        await page.Locator("#find").FillAsync("zzqqxw");

        await Assertions.Expect(page.Locator("[role=alert] #blazor-error-ui")).ToBeVisibleAsync();
        var reference = await page.Locator("[data-reference]").InnerTextAsync();
        reference.Length.ShouldBe(12);
        var lines = (await LogWithAsync(reference)).Skip(before).ToList();
        lines.ShouldContain(line => line.Contains("Unhandled exception in circuit", StringComparison.Ordinal) && line.Contains(reference, StringComparison.Ordinal));
        faults.ShouldBeEmpty();
        foreach (var personal in new[] { name, "zzqqxw", portal.First("Clinician").Email, "127.0.0.1" })
        {
            lines.Concat(told).ShouldNotContain(line => line.Contains(personal, StringComparison.OrdinalIgnoreCase));
        }

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

    /// <summary>The log, with the reference in it; it may be written a moment after the browser is told.</summary>
    private async Task<IReadOnlyList<string>> LogWithAsync(string reference)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            var lines = await portal.LogAsync();
            if (lines.Any(line => line.Contains(reference, StringComparison.Ordinal)))
            {
                return lines;
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException("The log does not have the reference.");
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

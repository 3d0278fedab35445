using System.Diagnostics;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Portal.E2E;

/// <summary>
/// The database hangs, or is gone, while pages are open: they say so, stay as they are, and go on by themselves in the same circuit.
/// PORTAL_OUTAGE_SECONDS makes it longer than CI waits.
/// </summary>
[Collection(PortalCollection.Name)]
public sealed class OutageJourney(RunningPortal portal, ITestOutputHelper output)
{
    private static readonly int Seconds =
        int.TryParse(Environment.GetEnvironmentVariable("PORTAL_OUTAGE_SECONDS"), out var asked) ? asked : 12;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Norm", "164.308(a)(7)")]
    public async Task Open_pages_say_that_the_database_is_away_and_go_on_where_they_were(bool isGone)
    {
        var page = await portal.PageAsAsync(portal.First("Clinician"));
        await page.GotoAsync("/patients");
        await page.Locator("table tbody tr").First.WaitForAsync();
        await page.EvaluateAsync("window.stillHere = true");

        await using (var outage = isGone ? await DatabaseOutage.ShutDownAsync(portal.Data, Seconds) : DatabaseOutage.Hang(portal.Data, Seconds))
        {
            await Assertions.Expect(page.Locator("[data-outage]")).ToBeVisibleAsync(new() { Timeout = Seconds * 1000 });
            (await page.Locator("table tbody tr").CountAsync()).ShouldBeGreaterThan(0);
            await Assertions.Expect(page.Locator("#blazor-error-ui")).ToBeHiddenAsync();
            await outage.EndAsync();
        }

        var watch = Stopwatch.StartNew();
        await Assertions.Expect(page.Locator("[data-outage]")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await page.Locator("#find").FillAsync("lind");
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("Search results", new() { Timeout = 30_000 });
        output.WriteLine($"usable {watch.Elapsed.TotalSeconds:0.0} s after {Seconds} s {(isGone ? "shut down" : "hung")}");

        (await page.EvaluateAsync<bool>("window.stillHere === true")).ShouldBeTrue("the page was loaded anew");
        Logged().ShouldNotContain(line => line.Contains("unhandled", StringComparison.OrdinalIgnoreCase));
    }

    private IEnumerable<string> Logged() => Directory.GetFiles(Path.Combine(portal.Data, "logs"), "portal-*.log").SelectMany(path =>
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n');
    });
}

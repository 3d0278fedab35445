using System.Diagnostics;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Portal.E2E;

/// <summary>
/// The database is away for a while and pages lie open: they say so, stay as they are, and go on by themselves in the same circuit.
/// PORTAL_OUTAGE_SECONDS makes it longer than CI waits, and hangs the database as well.
/// </summary>
[Collection(PortalCollection.Name)]
public sealed class OutageJourney(RunningPortal portal, ITestOutputHelper output)
{
    private const string Variable = "PORTAL_OUTAGE_SECONDS";

    private static readonly int Seconds = int.TryParse(Environment.GetEnvironmentVariable(Variable), out var asked) ? asked : 8;

    [Theory]
    [InlineData(true)]
    [LongOutage(false)]
    [Trait("Norm", "164.308(a)(7)")]
    public async Task Open_pages_say_that_the_database_is_away_and_go_on_where_they_were(bool isGone)
    {
        var unhandled = await UnhandledAsync();
        var page = await portal.PageAsAsync(portal.First("Clinician"));
        await page.GotoAsync("/patients");
        await page.Locator("table tbody tr").First.WaitForAsync();
        await page.EvaluateAsync("window.stillHere = true");

        using (isGone ? await StoppedDatabase.ShutDownAsync(portal.Data) : portal.FreezeDatabase())
        {
            var over = Task.Delay(TimeSpan.FromSeconds(Seconds));
            await Assertions.Expect(page.Locator("[data-outage]")).ToBeVisibleAsync(new() { Timeout = 30_000 });
            (await page.Locator("table tbody tr").CountAsync()).ShouldBeGreaterThan(0);
            await Assertions.Expect(page.Locator("#blazor-error-ui")).ToBeHiddenAsync();
            await over;
        }

        var watch = Stopwatch.StartNew();
        await Assertions.Expect(page.Locator("[data-outage]")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await page.Locator("#find").FillAsync("lind");
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("Search results", new() { Timeout = 30_000 });
        output.WriteLine($"usable {watch.Elapsed.TotalSeconds:0.0} s after {Seconds} s {(isGone ? "shut down" : "hung")}");

        (await page.EvaluateAsync<bool>("window.stillHere === true")).ShouldBeTrue("the page was loaded anew");
        (await UnhandledAsync()).ShouldBe(unhandled, "the log tells of an unhandled exception");
    }

    private async Task<int> UnhandledAsync() =>
        (await portal.LogAsync()).Count(line => line.Contains("unhandled", StringComparison.OrdinalIgnoreCase));

    /// <summary>A database that hangs for a moment is one of the connection journeys; here it hangs for as long as is asked, and only then.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class LongOutageAttribute : Xunit.Sdk.DataAttribute
    {
        private readonly bool isGone;

        public LongOutageAttribute(bool isGone)
        {
            this.isGone = isGone;
            Skip = Environment.GetEnvironmentVariable(Variable) is null ? $"set {Variable} to hang the database for so many seconds" : null;
        }

        public override IEnumerable<object[]> GetData(System.Reflection.MethodInfo testMethod) => [[isGone]];
    }
}

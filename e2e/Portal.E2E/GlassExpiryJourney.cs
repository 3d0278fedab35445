using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>An emergency access whose time runs out while the record is on the screen.</summary>
[Trait("Norm", "164.312(a)(2)(ii)")]
public sealed class GlassExpiryJourney(ShortGlass portal) : IClassFixture<ShortGlass>
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task The_record_is_gone_within_five_seconds_after_its_time_and_opens_no_more()
    {
        var address = await GlassJourney.AdaAsync(portal);
        var page = await portal.PageAsAsync(portal.People.Where(one => one.Role == "Clinician" && one.TotpSecret is not null).ElementAt(1));
        await page.GotoAsync("/account/password");
        await WaysToPages.IsThereAsync(page);
        await portal.ConfirmAsync(page);
        await page.GotoAsync(address);
        await page.Locator("input[value=Emergency]").CheckAsync();
        await page.Locator("#glass-sentence").FillAsync("Brought in unconscious; I need her allergies now.");
        await page.Locator("#glass-break").ClickAsync();
        await Assertions.Expect(page.Locator(".banner h1")).ToHaveTextAsync("Lindqvist, Ada");
        var left = TimeSpan.Parse(await page.Locator("#glass-left").InnerTextAsync(), CultureInfo.InvariantCulture);
        var watch = Stopwatch.StartNew();
        left.ShouldBeGreaterThan(TimeSpan.FromSeconds(30));

        while (watch.Elapsed < left)
        {
            (await page.Locator(".banner h1").InnerTextAsync()).ShouldBe("Lindqvist, Ada");
            await Task.Delay(left - watch.Elapsed is var rest && rest < Within ? (rest > TimeSpan.Zero ? rest : TimeSpan.Zero) : Within);
        }

        await Assertions.Expect(page.Locator("#glass-ended")).ToContainTextAsync("The time was over", new() { Timeout = (float)(Within + TimeSpan.FromSeconds(1)).TotalMilliseconds });
        (watch.Elapsed - left).ShouldBeLessThan(Within + TimeSpan.FromSeconds(1)); // what is left is told in whole seconds
        (await page.Locator("main").InnerTextAsync()).ShouldNotContain("Lindqvist");
        await page.ReloadAsync();
        await page.Locator("#closed").WaitForAsync();
        (await page.Locator("main").InnerTextAsync()).ShouldNotContain("Lindqvist");
    }
}

/// <summary>A portal of its own whose emergency accesses last a minute.</summary>
public sealed class ShortGlass : RunningPortal
{
    protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string> { ["Portal__Glass__Minutes"] = "1" };
}

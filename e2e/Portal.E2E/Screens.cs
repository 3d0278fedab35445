using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>What every screen is held to: no accessibility violation, no sideways scrolling at 320 px, nothing in the browser's storage.</summary>
internal static class Screens
{
    /// <summary>Set PORTAL_SCREENSHOTS to a folder to keep pictures of the journeys.</summary>
    private static readonly string? Folder = Environment.GetEnvironmentVariable("PORTAL_SCREENSHOTS");

    public static async Task KeepAsync(IPage page, string name, bool whole = false)
    {
        if (Folder is not null)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}.png"), FullPage = whole });
        }
    }

    public static async Task ShouldBeAccessibleAsync(IPage page)
    {
        var found = await page.RunAxe();
        found.Violations.Select(InWords).ShouldBeEmpty();
    }

    public static async Task ShouldReflowAsync(IPage page)
    {
        var (content, window) = (await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), await page.EvaluateAsync<int>("window.innerWidth"));
        content.ShouldBeLessThanOrEqualTo(window);
    }

    public static async Task ShouldKeepNothingAsync(IPage page) =>
        (await page.EvaluateAsync<int>("localStorage.length + sessionStorage.length")).ShouldBe(0);

    private static string InWords(AxeResultItem item) => $"{item.Id}: {string.Join(" | ", item.Nodes.Take(3).Select(node => node.Html))}";
}

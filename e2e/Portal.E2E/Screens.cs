using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>What every screen is held to: no accessibility violation, no sideways scrolling at 320 px, nothing in the browser's storage.</summary>
internal static class Screens
{
    /// <summary>Set PORTAL_SCREENSHOTS to a folder to keep pictures of the journeys.</summary>
    private static readonly string? Folder = Environment.GetEnvironmentVariable("PORTAL_SCREENSHOTS");

    // WCAG 2.5.8; a link inside a sentence is excepted, and so is what nobody sees.
    private const string SmallTargets = """
        [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary, textarea')]
          .filter(one => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
          .filter(one => !(one.tagName === 'A' && one.closest('p, dd') && getComputedStyle(one).display === 'inline'))
          .map(one => ({ one, box: one.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
          .map(({ one, box }) => `target of ${Math.round(box.width)}x${Math.round(box.height)}: ${one.outerHTML.slice(0, 120)}`)
        """;

    private const string Kept = """
        async () => [
          ...Object.keys(localStorage).map(name => `localStorage ${name}`),
          ...Object.keys(sessionStorage).map(name => `sessionStorage ${name}`),
          ...(await indexedDB.databases()).map(one => `IndexedDB ${one.name}`),
          ...(await caches.keys()).map(name => `cache ${name}`),
        ]
        """;

    // Every rule is run; what passed is only not listed node by node, which is most of the time.
    private static readonly AxeRunOptions OnlyFaults = new() { ResultTypes = [ResultType.Violations] };

    /// <summary>Looks at a screen in the dark and in the light, narrow, and on a phone, and leaves it as it was on a desk.</summary>
    public static async Task LookAsync(IPage page, string name)
    {
        foreach (var scheme in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            (await FaultsAsync(page)).ShouldBeEmpty();
            await KeepAsync(page, $"{name}-{scheme}".ToLowerInvariant(), whole: true);
        }

        await page.SetViewportSizeAsync(Sizes.Narrow.Width, Sizes.Narrow.Height);
        await ShouldReflowAsync(page);
        if (Folder is not null)
        {
            await page.SetViewportSizeAsync(Sizes.Phone.Width, Sizes.Phone.Height);
            await KeepAsync(page, $"{name}-phone", whole: true);
        }

        await page.SetViewportSizeAsync(Sizes.Desktop.Width, Sizes.Desktop.Height);
    }

    public static async Task KeepAsync(IPage page, string name, bool whole = false)
    {
        if (Folder is not null)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}.png"), FullPage = whole });
        }
    }

    public static async Task ShouldBeAccessibleAsync(IPage page) => (await AxeFaultsAsync(page)).ShouldBeEmpty();

    public static async Task ShouldBeAccessibleAsync(ILocator part) => (await part.RunAxe(OnlyFaults)).Violations.Select(InWords).ShouldBeEmpty();

    public static async Task ShouldReflowAsync(IPage page) => (await OverflowAsync(page)).ShouldBeEmpty();

    /// <summary>Everything that is wrong with the screen as it is: axe, sideways scrolling, targets under 24 px.</summary>
    public static async Task<IEnumerable<string>> FaultsAsync(IPage page) =>
        [.. await AxeFaultsAsync(page), .. await SizeFaultsAsync(page)];

    /// <summary>What is wrong with its sizes: sideways scrolling, targets under 24 px.</summary>
    public static async Task<IEnumerable<string>> SizeFaultsAsync(IPage page) =>
        [.. await OverflowAsync(page), .. await page.EvaluateAsync<string[]>(SmallTargets)];

    private static async Task<IEnumerable<string>> AxeFaultsAsync(IPage page) => (await page.RunAxe(OnlyFaults)).Violations.Select(InWords);

    private static async Task<IEnumerable<string>> OverflowAsync(IPage page)
    {
        var (content, window) = (await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), await page.EvaluateAsync<int>("window.innerWidth"));
        return content > window ? [$"{content} px wide in a window of {window}"] : [];
    }

    /// <summary>Whatever a script can put aside in the browser: none of it holds anything (ASVS 14.3.3).</summary>
    public static async Task ShouldKeepNothingAsync(IPage page) => (await page.EvaluateAsync<string[]>(Kept)).ShouldBeEmpty();

    private static string InWords(AxeResultItem item) => $"{item.Id}: {string.Join(" | ", item.Nodes.Take(3).Select(node => node.Html))}";
}

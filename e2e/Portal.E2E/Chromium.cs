using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>Debian's Chromium under Playwright; one browser for a test class, a fresh context for each page.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? playwright;

    public IBrowser Browser { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("PORTAL_CHROMIUM") ?? "/usr/bin/chromium",
            Args = Quiet,
        });
    }

    /// <summary>A page in a context of its own; it accepts the development certificate.</summary>
    public async Task<IPage> NewPageAsync()
    {
        var context = PagesClosedAttribute.Remember(await Browser.NewContextAsync(new() { IgnoreHTTPSErrors = true }));
        return await context.NewPageAsync();
    }

    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        playwright?.Dispose();
    }
}

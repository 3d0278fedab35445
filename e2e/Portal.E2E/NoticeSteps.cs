using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>What a person who has just changed things about the account is told: the bell, the page, read.</summary>
internal sealed class NoticeSteps(IPage page)
{
    // All that the journey did to the account so far, and nothing else.
    private static readonly string[] Told = ["Password changed", "Authenticator app changed", "New recovery codes made", "Signed in with a new browser", "Signed in with a recovery code"];

    public async Task WalkAsync()
    {
        await page.GotoAsync("/");
        var bell = page.Locator("a.bell");
        await Assertions.Expect(bell.Locator(".bell-count")).ToHaveTextAsync($"{Told.Length}");
        await bell.ClickAsync();
        var list = page.Locator(".notices");
        await Assertions.Expect(list.Locator(".unread")).ToHaveCountAsync(Told.Length);
        foreach (var told in Told)
        {
            await Assertions.Expect(list.Locator(".unread", new() { HasText = told })).ToHaveCountAsync(1);
        }

        // Loaded whole: a picture taken while the browser exchanges the page shows half of both.
        await page.GotoAsync("/notices");
        await list.WaitForAsync();
        await Screens.LookAsync(page, "notices");
        await page.Locator("#mark-all").ClickAsync();
        await Assertions.Expect(bell).ToHaveAttributeAsync("data-unread", "0");
        await Assertions.Expect(list.Locator("li")).Not.ToHaveCountAsync(0);
        await Assertions.Expect(list.Locator(".unread")).ToHaveCountAsync(0);
    }
}

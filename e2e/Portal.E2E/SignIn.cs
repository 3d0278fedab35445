using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>Signs in as a person does: by the form, found through its autofill names.</summary>
internal static class SignIn
{
    public static async Task WithPasswordAsync(IPage page, string email, string password)
    {
        await page.GotoAsync("/sign-in");
        await page.Locator("input[autocomplete~='username']").FillAsync(email);
        await page.Locator("input[autocomplete='current-password']").FillAsync(password);
        await SubmitAsync(page);
    }

    public static async Task WithCodeAsync(IPage page, string code)
    {
        await page.Locator("input[autocomplete='one-time-code']").FillAsync(code);
        await SubmitAsync(page);
    }

    public static async Task SubmitAsync(IPage page, string within = "main")
    {
        await page.Locator($"{within} button[type=submit]").First.ClickAsync();
        await page.WaitForLoadStateAsync(LoadState.Load);
    }
}

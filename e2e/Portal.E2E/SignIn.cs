using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>Signs in as a person does: by the form, found through its autofill names.</summary>
internal static class SignIn
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task WithPasswordAsync(IPage page, string email, string password)
    {
        await page.GotoAsync("/sign-in");
        await page.Locator("input[autocomplete~='username']").FillAsync(email);
        await page.Locator("input[autocomplete='current-password']").FillAsync(password);
        await SubmitAsync(page);
    }

    public static async Task WithCodeAsync(IPage page, string code)
    {
        await page.Locator("main input[autocomplete='one-time-code']").FillAsync(code);
        await SubmitAsync(page);
    }

    /// <summary>The same where the app may have been used within this half minute: a code works once, so the next one is waited for.</summary>
    public static async Task WithFreshCodeAsync(IPage page, string secret)
    {
        var address = page.Url;
        for (var left = 3; left > 0 && page.Url == address; left--)
        {
            var code = Totp.Now(secret);
            await WithCodeAsync(page, code);
            while (page.Url == address && Totp.Now(secret) == code)
            {
                await Task.Delay(500);
            }
        }

        page.Url.ShouldNotBe(address, "no code of the app is taken");
    }

    public static Task SubmitAsync(IPage page, string within = "main") =>
        ByLoadAsync(page, () => page.Locator($"{within} button[type=submit]").First.ClickAsync());

    /// <summary>Does what brings a page from the server anew, and waits for that page: the old one's load state says nothing of it.</summary>
    public static async Task ByLoadAsync(IPage page, Func<Task> act)
    {
        await page.WaitForLoadStateAsync(LoadState.Load);
        // One more question to the browser: what it told of the old page has been heard now.
        await page.EvaluateAsync("0");
        var loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Loaded(object? sender, IPage which) => loaded.TrySetResult();
        page.Load += Loaded;
        try
        {
            await act();
            await loaded.Task.WaitAsync(Patience);
        }
        finally
        {
            page.Load -= Loaded;
        }
    }
}

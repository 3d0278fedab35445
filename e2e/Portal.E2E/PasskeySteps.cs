using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>A person adds a passkey, signs in and confirms with it, and removes it: in the browser's own WebAuthn, with a device that the DevTools protocol lends.</summary>
internal sealed class PasskeySteps(IPage page)
{
    private ICDPSession tools = null!;
    private string device = "";

    public async Task WalkAsync(string email, string password, string recoveryCode)
    {
        await LendAsync();
        await AddAsync();
        await SignOutAsync();
        await SignInAsync();
        await ConfirmAsync(email, password, recoveryCode);
        await RemoveAsync();
        await Screens.ShouldKeepNothingAsync(page);
    }

    private async Task AddAsync()
    {
        await page.GotoAsync("/account/passkeys");
        await page.Locator("#name").FillAsync("Ward tablet");
        await page.Locator("#add button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("#changed")).ToContainTextAsync("passkey is added");
        await Assertions.Expect(page.Locator("#passkeys")).ToContainTextAsync("Ward tablet");
        await page.GotoAsync("/account/passkeys");
        await Screens.LookAsync(page, "account-passkeys");
        // The same device is told that it has one.
        await page.Locator("#name").FillAsync("Ward tablet again");
        await page.Locator("#add button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-passkey-error]").First).ToContainTextAsync("already has a passkey");
    }

    private async Task SignOutAsync()
    {
        await PressesAsync(false);
        await SignIn.ByLoadAsync(page, () => page.Locator("form[action='/sign-out'] button").First.ClickAsync());
        page.Url.ShouldContain("/sign-in");
    }

    private async Task SignInAsync()
    {
        await Screens.LookAsync(page, "sign-in-with-passkey");
        await PressesAsync(true);
        // The browser may offer the passkey beside the address by itself before the button is pressed: the person is in by the one or the other.
        var isIn = page.WaitForURLAsync(address => !new Uri(address).AbsolutePath.StartsWith("/sign-in", StringComparison.Ordinal));
        await Task.WhenAny(isIn, page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync());
        await isIn;
        await page.GotoAsync("/account");
        await Assertions.Expect(page.Locator("#passkeys")).ToContainTextAsync("Ward tablet");
    }

    /// <summary>A session that a recovery code opened has no fresh factor: the dialog of a page, and the page that asks, take the passkey.</summary>
    private async Task ConfirmAsync(string email, string password, string recoveryCode)
    {
        await PressesAsync(false);
        // As at another browser: the session of this one would end with the sign-in.
        await page.Context.ClearCookiesAsync();
        await SignIn.WithPasswordAsync(page, email, password);
        await page.GotoAsync("/sign-in/recovery");
        await page.Locator("#code").FillAsync(recoveryCode);
        await SignIn.SubmitAsync(page);
        await PressesAsync(true);
        await page.GotoAsync("/account/sessions");
        await page.Locator("#own-sessions > .button, #own-sessions > * > .button").Last.ClickAsync();
        await page.Locator("#own-sessions [role=group] .button-main").ClickAsync();
        await page.Locator("#step-up").WaitForAsync();
        await Screens.LookAsync(page, "step-up-with-passkey");
        await page.Locator("#step-up").GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await Assertions.Expect(page.Locator("#outcome")).ToBeVisibleAsync();
        await page.GotoAsync("/account/confirm?returnUrl=%2Faccount%2Fpasskeys");
        await SignIn.ByLoadAsync(page, () => page.Locator("main").GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync());
        new Uri(page.Url).AbsolutePath.ShouldBe("/account/passkeys");
    }

    private async Task RemoveAsync()
    {
        await page.Locator("main summary").ClickAsync();
        await Screens.LookAsync(page, "account-passkeys-remove");
        await SignIn.ByLoadAsync(page, () => page.Locator("main details button[type=submit]").ClickAsync());
        await Assertions.Expect(page.Locator("#changed")).ToContainTextAsync("signs in no longer");
        await SignOutAsync();
        await PressesAsync(true);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-passkey-error]").First).ToContainTextAsync("does not sign in here");
    }

    private async Task LendAsync()
    {
        tools = await page.Context.NewCDPSessionAsync(page);
        await tools.SendAsync("WebAuthn.enable");
        var lent = await tools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new { protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true, isUserVerified = true, automaticPresenceSimulation = true },
        });
        device = lent!.Value.GetProperty("authenticatorId").GetString()!;
    }

    /// <summary>Whether the person touches the device as soon as it asks.</summary>
    private Task PressesAsync(bool at) => tools.SendAsync(
        "WebAuthn.setAutomaticPresenceSimulation", new Dictionary<string, object> { ["authenticatorId"] = device, ["enabled"] = at });
}

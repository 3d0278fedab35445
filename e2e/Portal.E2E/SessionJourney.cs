using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>How a session ends in a real browser: by nobody being there, and because somebody else ended it.</summary>
public sealed class SessionJourney(ShortSessions portal) : IClassFixture<ShortSessions>
{
    private const int Patience = 40_000;
    private const int WithinFiveSeconds = 5_000;
    private const string Unfinished = "Slept badly, pain in the left";

    [Fact]
    [Trait("Norm", "164.312(a)(2)(iii)")]
    [Trait("Norm", "WCAG 2.2.1")]
    [Trait("Norm", "WCAG 4.1.3")]
    [Trait("Norm", "ASVS 14.3.1")]
    public async Task Left_alone_two_tabs_warn_one_key_keeps_both_and_ignored_both_show_nothing_more()
    {
        var list = await portal.PageAsAsync(portal.First("Clinician"));
        await list.GotoAsync("/patients");
        await list.Locator("table tbody tr a").First.WaitForAsync();
        var record = await list.Context.NewPageAsync();
        await record.GotoAsync((await list.Locator("table tbody tr a").First.GetAttributeAsync("href"))!);
        await record.Locator("#problems").WaitForAsync();
        var name = await record.Locator("main h1").InnerTextAsync();
        await list.Locator("#find").FocusAsync();
        // The only thing that anybody does for a while.
        await record.Locator("#documents .section-head button").ClickAsync();
        await record.Locator("#entry-Text").FillAsync(Unfinished);

        await WarnedAsync(list);
        await WarnedAsync(record);
        await LookAsync(record);
        // The field that lost the focus to the dialog is nobody who came back.
        (await record.EvaluateAsync<double>("fetch('/session/state').then(answer => answer.json()).then(state => state.left)")).ShouldBeLessThanOrEqualTo(ShortSessions.WarnSeconds);
        await record.Keyboard.PressAsync("k");

        await Assertions.Expect(Warning(record)).ToBeHiddenAsync();
        await Assertions.Expect(Warning(list)).ToBeHiddenAsync();
        await Assertions.Expect(list.Locator("#find")).ToBeFocusedAsync();
        await Assertions.Expect(record.Locator("main h1")).ToHaveTextAsync(name);

        await WarnedAsync(record);
        await WarnedAsync(list);
        // One of them gets no answer any more: it ends all the same.
        await list.RouteAsync("**/session/state", _ => Task.CompletedTask);
        foreach (var page in new[] { record, list })
        {
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("You were signed out", new() { Timeout = Patience });
            (await page.ContentAsync()).ShouldNotContain(name);
            await Screens.ShouldKeepNothingAsync(page);
        }

        await Assertions.Expect(record.Locator("main")).ToContainTextAsync("Nothing happened for a while");
        await Screens.ShouldBeAccessibleAsync(record);
        await Screens.KeepAsync(record, "signed-out");
        await record.GoBackAsync();
        (await record.ContentAsync()).ShouldNotContain(name);
        await record.GoForwardAsync();
        await record.GetByRole(AriaRole.Link, new() { Name = "Sign in and go back" }).ClickAsync();
        await record.WaitForURLAsync("**/sign-in?returnUrl=%2Fpatients%2F*");
        await ComesBackAsync(record);
    }

    // What was being written is offered again, and so is the list of the own sessions.
    private async Task ComesBackAsync(IPage page)
    {
        var person = portal.First("Clinician");
        await page.Locator("input[autocomplete~='username']").FillAsync(person.Email);
        await page.Locator("input[autocomplete='current-password']").FillAsync(person.Password);
        await SignIn.SubmitAsync(page);
        await SignIn.WithCodeAsync(page, Totp.Now(person.TotpSecret!));
        await page.Locator("#documents").GetByText("had not saved it").WaitForAsync();
        await Screens.ShouldBeAccessibleAsync(page);
        await Screens.KeepAsync(page, "draft-offered");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on writing" }).ClickAsync();
        await Assertions.Expect(page.Locator("#entry-Text")).ToHaveValueAsync(Unfinished);
        await page.Locator(".entry-form button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("#documents .said")).ToContainTextAsync("in the record");
        await page.ReloadAsync();
        await page.Locator("#documents").WaitForAsync();
        await Assertions.Expect(page.GetByText("had not saved it")).ToHaveCountAsync(0);

        await page.GotoAsync("/account/sessions");
        await Assertions.Expect(page.Locator("table tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("table tbody tr")).ToContainTextAsync("This one");
        await Screens.KeepAsync(page, "own-sessions");
        await page.SetViewportSizeAsync(Sizes.Phone.Width, Sizes.Phone.Height);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Screens.KeepAsync(page, "own-sessions-phone-dark");
    }

    [Fact]
    [Trait("Norm", "164.308(a)(3)(ii)(C)")]
    [Trait("Norm", "ASVS 7.4.2")]
    public async Task Disabling_an_account_refuses_the_next_click_and_blanks_its_open_page_within_five_seconds()
    {
        var page = await portal.PageAsAsync(portal.First("Nurse"));
        await page.GotoAsync("/patients");
        await page.Locator("table tbody tr a").First.ClickAsync();
        await page.Locator("#problems .section-head button").WaitForAsync();
        var name = await page.Locator("main h1").InnerTextAsync();

        await DisableAsync(portal.First("Nurse").Email);
        if (await page.Locator("#problems .section-head button").IsVisibleAsync())
        {
            await page.EvaluateAsync("document.querySelector('#problems .section-head button')?.click()");
        }

        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("You were signed out", new() { Timeout = WithinFiveSeconds });
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Your account was changed");
        await Assertions.Expect(page.Locator(".entry-form")).ToHaveCountAsync(0);
        (await page.ContentAsync()).ShouldNotContain(name);
    }

    // By the page of the person, as an administrator does it.
    private async Task DisableAsync(string email)
    {
        var page = await portal.PageAsAsync(portal.First("Administrator"));
        await page.GotoAsync("/people");
        await page.Locator("#accounts tbody tr", new() { HasText = email }).Locator("th a").ClickAsync();
        await page.Locator("#disable-reason").SelectOptionAsync("Left");
        await Screens.ShouldBeAccessibleAsync(page);
        await page.Locator("#disable").ClickAsync();
        await Assertions.Expect(page.Locator("#outcome")).ToContainTextAsync("is disabled");
    }

    private static ILocator Warning(IPage page) => page.GetByRole(AriaRole.Alertdialog, new() { Name = "Are you still there?" });

    private static Task WarnedAsync(IPage page) => Assertions.Expect(Warning(page)).ToBeVisibleAsync(new() { Timeout = Patience });

    private static async Task LookAsync(IPage page)
    {
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Stay signed in" })).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("[data-session-said]")).ToContainTextAsync("seconds until");
        await Screens.ShouldBeAccessibleAsync(Warning(page));
        await Screens.KeepAsync(page, "session-warning");
        await page.SetViewportSizeAsync(Sizes.Phone.Width, Sizes.Phone.Height);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Screens.KeepAsync(page, "session-warning-phone-dark");
        await page.SetViewportSizeAsync(Sizes.Desktop.Width, Sizes.Desktop.Height);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }
}

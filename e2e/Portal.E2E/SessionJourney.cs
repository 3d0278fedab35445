using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Portal.E2E;

/// <summary>How a session ends in a real browser: by nobody being there, and because somebody else ended it.</summary>
public sealed class SessionJourney(ShortSessions portal, ITestOutputHelper output) : IClassFixture<ShortSessions>
{
    private const int Patience = 40_000;
    private const int WithinFiveSeconds = 5_000;
    private const string NewEntry = "#problems .section-head button";
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
        await record.GotoAsync("/patients");
        await WaysToPages.FollowAsync(record, record.Locator("table tbody tr a").First, ".banner h1");
        await record.Locator("#problems").WaitForAsync();
        var name = await record.Locator("main h1").InnerTextAsync();
        await list.Locator("#find").FocusAsync();
        // The only thing that anybody does for a while.
        await record.Locator("#documents .section-head button").ClickAsync();
        await record.Locator("#entry-Text").FillAsync(Unfinished);

        await WarnedAsync(list);
        await WarnedAsync(record);
        await Assertions.Expect(record.GetByRole(AriaRole.Button, new() { Name = "Stay signed in" })).ToBeFocusedAsync();
        // The field that lost the focus to the dialog is nobody who came back.
        (await record.EvaluateAsync<double>("fetch('/session/state').then(answer => answer.json()).then(state => state.left)")).ShouldBeLessThanOrEqualTo(ShortSessions.WarnSeconds);
        await record.Keyboard.PressAsync("k");

        await Assertions.Expect(Warning(record)).ToBeHiddenAsync();
        await Assertions.Expect(Warning(list)).ToBeHiddenAsync();
        await Assertions.Expect(list.Locator("#find")).ToBeFocusedAsync();
        await Assertions.Expect(record.Locator("main h1")).ToHaveTextAsync(name);

        await WarnedAsync(record);
        await WarnedAsync(list);
        // Looked at while its time runs out anyway.
        await LookAsync(record);
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
        // There is something to go back to, and the server is asked for it: the list, which it gives to nobody.
        (await record.GoBackAsync()).ShouldNotBeNull();
        new Uri(record.Url).PathAndQuery.ShouldBe("/sign-in?returnUrl=%2Fpatients");
        (await record.ContentAsync()).ShouldNotContain(name);
        await record.GoForwardAsync();
        await Assertions.Expect(record.Locator("h1")).ToHaveTextAsync("You were signed out");
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
        // The server looks every two seconds. Where it looked in the moment between the disabling and the click, there was nothing left to click on: the next one, then.
        foreach (var person in new[] { portal.First("Nurse"), portal.People.Last(one => one is { Role: "Clinician", TotpSecret: not null }) })
        {
            if (await IsClickRefusedAsync(person))
            {
                return;
            }
        }

        throw new InvalidOperationException("Each time the page was blank before the click, so that no click was seen to be refused.");
    }

    // Whether the click came before the page was blank; it opens nothing either way.
    private async Task<bool> IsClickRefusedAsync(DemoPerson person)
    {
        var page = await portal.PageAsAsync(person);
        await page.GotoAsync("/patients");
        await WaysToPages.FollowAsync(page, page.Locator("table tbody tr a").First, ".banner h1");
        var name = await page.Locator("main h1").InnerTextAsync();
        await page.Locator(NewEntry).ClickAsync();
        await page.Locator(".entry-form").GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Assertions.Expect(page.Locator(".entry-form")).ToHaveCountAsync(0);
        var opened = 0;
        await page.ExposeFunctionAsync("formOpened", () => opened++);
        await page.EvaluateAsync("new MutationObserver(() => document.querySelector('.entry-form') && formOpened()).observe(document.body, { childList: true, subtree: true })");

        var disabling = await OpenPersonAsync(person.Email);
        var clicking = ClickedOnceOverAsync(page);
        await disabling.Locator("#disable").ClickAsync();
        var clicked = await clicking;
        var watch = Stopwatch.StartNew();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("You were signed out", new() { Timeout = WithinFiveSeconds });
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"blank {watch.Elapsed.TotalSeconds:0.0} s after the session had ended; clicked before: {clicked}"));
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Your account was changed");
        (await page.ContentAsync()).ShouldNotContain(name);
        opened.ShouldBe(0, "the form was opened for somebody whose account is disabled");
        await Assertions.Expect(disabling.Locator("#outcome")).ToContainTextAsync("is disabled");
        return clicked;
    }

    // As soon as the server says that the session is over, and before anything told the page so.
    private static async Task<bool> ClickedOnceOverAsync(IPage page)
    {
        try
        {
            return await page.EvaluateAsync<bool>(
                """
                async button => {
                  while ((await (await fetch('/session/state', { cache: 'no-store' })).json()).session) {
                    await new Promise(again => setTimeout(again, 20));
                  }
                  const one = document.querySelector(button);
                  one?.click();
                  return one !== null;
                }
                """,
                NewEntry);
        }
        catch (PlaywrightException)
        {
            // The page was gone before the answer.
            return false;
        }
    }

    // The page of the person, as an administrator comes to it, with everything ready but the last click.
    private async Task<IPage> OpenPersonAsync(string email)
    {
        var page = await portal.PageAsAsync(portal.First("Administrator"));
        await page.GotoAsync("/people");
        await page.Locator("#accounts tbody tr", new() { HasText = email }).Locator("th a").ClickAsync();
        await page.Locator("#disable-reason").SelectOptionAsync("Left");
        await Screens.ShouldBeAccessibleAsync(page);
        return page;
    }

    private static ILocator Warning(IPage page) => page.GetByRole(AriaRole.Alertdialog, new() { Name = "Are you still there?" });

    private static Task WarnedAsync(IPage page) => Assertions.Expect(Warning(page)).ToBeVisibleAsync(new() { Timeout = Patience });

    private static async Task LookAsync(IPage page)
    {
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

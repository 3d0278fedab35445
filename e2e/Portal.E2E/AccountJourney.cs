using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>
/// From nobody to a staffed portal: the first administrator's link, invitations, second approvals. Looked at is what only a step on the way shows; the pages themselves are
/// looked at in <see cref="EveryPage"/>.
/// </summary>
public sealed class AccountJourney(EmptyPortal portal) : IClassFixture<EmptyPortal>
{
    private const string Password = "seven green kettles sing";

    private const string NextPassword = "nine quiet harbours wait";

    private const int MostCodes = 4;

    private readonly Dictionary<string, (string Secret, string RecoveryCode)> factors = [];

    [Fact]
    [Trait("Norm", "164.308(a)(4)")]
    public async Task The_first_administrator_sets_up_an_account_and_brings_in_the_next_ones()
    {
        var first = await SetUpAsync(await FirstLinkAsync(), "Anna Lindgren", "first");
        await first.GotoAsync("/people");
        await Assertions.Expect(first.Locator("#waived")).ToBeVisibleAsync();
        await Screens.LookAsync(first, "people-alone");

        var second = await SetUpAsync(await InviteAsync(first, "Bao Tran", "bao.tran@northwood.example", "Administrator"), null, "second");
        await second.GotoAsync("/people");
        await Assertions.Expect(second.Locator("#accounts")).ToContainTextAsync("Anna Lindgren");
        (await second.Locator("#waived").CountAsync()).ShouldBe(0);

        (await InviteAsync(second, "Carla Mendes", "carla@northwood.example", "Nurse")).ShouldBeEmpty();
        await Assertions.Expect(second.Locator("#invitations")).ToContainTextAsync("Waiting for approval");
        await Screens.LookAsync(second, "people-asked");
        await first.ReloadAsync();
        await first.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        var link = await first.Locator("#link").InputValueAsync();
        await Screens.LookAsync(first, "people-approved");

        var nurse = await SetUpAsync(link, null, "nurse");
        await nurse.GotoAsync("/people");
        await Assertions.Expect(nurse.Locator("main")).ToContainTextAsync("not open to you");
        await LookAtTheListAsync(first);
        await SignInAgainAsync();
        await ConfirmAgainAsync();
        var code = await ChangeEverythingAsync(nurse);
        await new NoticeSteps(nurse).WalkAsync();
        await new PasskeySteps(nurse).WalkAsync("carla@northwood.example", NextPassword, code);
        await RecoverAsync(first, second);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    [Trait("Norm", "WCAG 2.2 AA")]
    public async Task A_link_that_does_not_work_says_what_to_do(ColorScheme scheme)
    {
        var page = await portal.NewPageAsync(Sizes.Narrow, scheme);
        await page.GotoAsync($"/activate#{new string('A', 43)}");
        await Assertions.Expect(page.Locator("main [role=alert]")).ToContainTextAsync("Ask whoever gave it to you");
        await Screens.ShouldBeAccessibleAsync(page);
        await Screens.ShouldReflowAsync(page);
        await Screens.KeepAsync(page, $"activate-refused-{scheme}".ToLowerInvariant());
    }

    private async Task<string> FirstLinkAsync()
    {
        var (code, output, errors) = await portal.VerbAsync("create-admin", "anna.lindgren@northwood.example", "--url", portal.Address);
        code.ShouldBe(0, errors);
        (await portal.VerbAsync("create-admin", "other@northwood.example")).Code.ShouldBe(1);
        return output.Trim();
    }

    /// <summary>Opens a link, chooses a password, enrols an app. The token is never in an address that is sent.</summary>
    private async Task<IPage> SetUpAsync(string link, string? name, string picture, string at = "/activate")
    {
        var page = await portal.NewPageAsync();
        var asked = new List<string>();
        page.Request += (_, request) => asked.Add(request.Url);
        await page.GotoAsync(link);
        var password = page.Locator("input[autocomplete='new-password']");
        await password.WaitForAsync();
        page.Url.ShouldEndWith(at);
        if (name is not null)
        {
            await page.Locator("input[autocomplete='name']").FillAsync(name);
        }

        await password.FillAsync("Password2024!");
        await SignIn.SubmitAsync(page, "form:has(#password)");
        if (picture == "first")
        {
            await Screens.LookAsync(page, "activate"); // the same form with every link
        }

        await password.FillAsync(Password);
        await SignIn.SubmitAsync(page, "form:has(#password)");
        page.Url.ShouldContain("/sign-in/enrol");
        var secret = await page.Locator("#totp-key").InnerTextAsync();
        await SignIn.WithCodeAsync(page, Totp.Now(secret));
        (await page.Locator(".recovery-codes code").CountAsync()).ShouldBe(10);
        factors[picture] = (secret, await page.Locator(".recovery-codes code").First.InnerTextAsync());
        var token = link.Split('#')[1];
        asked.ShouldNotContain(address => address.Contains(token, StringComparison.Ordinal));
        return page;
    }

    /// <summary>Invites on the page; the link where it is ready at once, else nothing.</summary>
    private static async Task<string> InviteAsync(IPage page, string name, string email, string role)
    {
        await page.Locator("#invite").ClickAsync();
        await page.Locator("#invite-name").FillAsync(name);
        await page.Locator("#invite-email").FillAsync(email);
        await page.Locator("#invite-role").SelectOptionAsync(role);
        if (role == "Administrator")
        {
            await Screens.LookAsync(page, "people-invite");
        }

        await page.Locator(".invite button[type=submit]").ClickAsync();
        await page.Locator("#outcome").WaitForAsync();
        await Screens.ShouldKeepNothingAsync(page);
        var link = page.Locator("#link");
        return await link.CountAsync() == 0 ? "" : await link.InputValueAsync();
    }

    private static async Task LookAtTheListAsync(IPage page)
    {
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#accounts tbody tr")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator("#accounts")).ToContainTextAsync(new Regex("Bao Tran.*Administrator.*Active", RegexOptions.Singleline));
    }

    /// <summary>The password chosen is the one that signs in, on another machine.</summary>
    private async Task SignInAgainAsync()
    {
        var elsewhere = await portal.NewPageAsync();
        await SignIn.WithPasswordAsync(elsewhere, "carla@northwood.example", Password);
        elsewhere.Url.ShouldEndWith("/sign-in/code");
    }

    /// <summary>A recovery code signs in and is no fresh factor: the page asks, and what was typed before is not typed again (ASVS 7.5.3).</summary>
    private async Task ConfirmAgainAsync()
    {
        var page = await portal.NewPageAsync();
        await SignIn.WithPasswordAsync(page, "anna.lindgren@northwood.example", Password);
        await page.GotoAsync("/sign-in/recovery");
        await page.Locator("#code").FillAsync(factors["first"].RecoveryCode);
        await SignIn.SubmitAsync(page);
        await page.GotoAsync("/people");
        await page.Locator("#invite").ClickAsync();
        await page.Locator("#invite-name").FillAsync("Dora Klein");
        await page.Locator("#invite-email").FillAsync("dora@northwood.example");
        await page.Locator("#invite-role").SelectOptionAsync("Nurse");
        await page.Locator(".invite button[type=submit]").ClickAsync();
        var code = page.Locator("#step-up-code");
        await Assertions.Expect(code).ToBeFocusedAsync();
        await Screens.LookAsync(page, "step-up");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#outcome")).ToContainTextAsync("Nothing was changed");

        await page.Locator(".invite button[type=submit]").ClickAsync();
        await code.FillAsync("000000");
        await code.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#step-up-error")).ToContainTextAsync("not right");
        await TypeFreshCodeAsync(code, factors["first"].Secret);
        await Assertions.Expect(page.Locator("#outcome")).ToContainTextAsync("Another administrator has to approve");
        await Assertions.Expect(page.Locator("#invitations")).ToContainTextAsync("Dora Klein");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#invitations")).ToContainTextAsync("Dora Klein");
        await Screens.ShouldKeepNothingAsync(page);
    }

    // A code works once: where the app was set up within the same half minute, the next one is waited for, as a person would.
    internal static async Task TypeFreshCodeAsync(ILocator code, string secret)
    {
        var typed = new HashSet<string>();
        while (await code.IsVisibleAsync())
        {
            if (typed.Add(Totp.Now(secret)))
            {
                typed.Count.ShouldBeLessThanOrEqualTo(MostCodes, "no code of the app is taken");
                await code.FillAsync(Totp.Now(secret));
                await code.PressAsync("Enter");
            }

            await Task.Delay(500);
        }
    }

    /// <summary>A person exchanges recovery codes, app and password; what was changed works from then on, and another session ends. A code that was not used.</summary>
    private async Task<string> ChangeEverythingAsync(IPage page)
    {
        await page.GotoAsync("/");
        await page.Locator("a.bar-who").ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("c•••@northwood.example");

        await page.Locator("a[href='/account/recovery-codes']").ClickAsync();
        await Assertions.Expect(page.Locator("main h1")).ToHaveTextAsync("Make new recovery codes");
        await SignIn.SubmitAsync(page);
        (await page.Locator(".recovery-codes code").CountAsync()).ShouldBe(10);
        var code = await page.Locator(".recovery-codes code").First.InnerTextAsync();
        var next = await page.Locator(".recovery-codes code").Last.InnerTextAsync();
        await Screens.LookAsync(page, "account-codes-made");
        var elsewhere = await portal.NewPageAsync();
        await SignIn.WithPasswordAsync(elsewhere, "carla@northwood.example", Password);
        await elsewhere.GotoAsync("/sign-in/recovery");
        await elsewhere.Locator("#code").FillAsync(code);
        await SignIn.SubmitAsync(elsewhere);
        await elsewhere.GotoAsync("/account/password");
        await Assertions.Expect(elsewhere.Locator("main h1")).ToHaveTextAsync("Confirm that it is you", new() { Timeout = 10_000 });

        await page.GotoAsync("/account/app");
        factors["nurse"] = (await page.Locator("#totp-key").InnerTextAsync(), next);
        await SignIn.WithCodeAsync(page, Totp.Now(factors["nurse"].Secret));
        await Assertions.Expect(page.Locator("#changed")).ToContainTextAsync("new app");
        await elsewhere.GotoAsync("/account");
        elsewhere.Url.ShouldContain("/sign-in");

        await page.GotoAsync("/account/password");
        await page.Locator("#current").FillAsync(Password);
        await page.Locator("#password").FillAsync(NextPassword);
        await SignIn.SubmitAsync(page);
        await Assertions.Expect(page.Locator("#changed")).ToContainTextAsync("password is changed");
        await Screens.ShouldKeepNothingAsync(page);
        await SignIn.WithPasswordAsync(elsewhere, "carla@northwood.example", NextPassword);
        elsewhere.Url.ShouldEndWith("/sign-in/code");
        return next;
    }

    /// <summary>One administrator opens, another one confirms; the colleague's open page is signed out, and the link leads to a new password and app.</summary>
    private async Task RecoverAsync(IPage opens, IPage confirms)
    {
        var colleague = await ColleagueAsync();
        await opens.GotoAsync("/people");
        await opens.Locator("#accounts tr", new() { HasText = "Carla Mendes" }).GetByRole(AriaRole.Button, new() { Name = "Recover" }).ClickAsync();
        await opens.Locator("#recover-reason").SelectOptionAsync("BothLost");
        await Screens.LookAsync(opens, "recovery-open");
        await StepAsync(opens, ".recover button[type=submit]", "first");
        await Assertions.Expect(opens.Locator("#recovery-outcome")).ToContainTextAsync("Another administrator has to confirm");
        (await opens.Locator("#recoveries .button-main").CountAsync()).ShouldBe(0, "nobody confirms what they opened");

        await confirms.GotoAsync("/people");
        await StepAsync(confirms, "#recoveries .button-main", "second");
        var link = await confirms.Locator("#link").InputValueAsync();
        await Screens.LookAsync(confirms, "recovery-confirmed");
        // Nobody touches it.
        await Assertions.Expect(colleague.Locator("h1")).ToHaveTextAsync("You were signed out");
        await Assertions.Expect(colleague.Locator("main")).ToContainTextAsync("Your account was changed");
        await SetUpAsync(link, null, "recovered", "/recover");
    }

    // At a browser of her own, with the password and the app that she chose last.
    private async Task<IPage> ColleagueAsync()
    {
        var page = await portal.NewPageAsync();
        await SignIn.WithPasswordAsync(page, "carla@northwood.example", NextPassword);
        await SignIn.WithFreshCodeAsync(page, factors["nurse"].Secret);
        await page.GotoAsync("/account/sessions");
        await Assertions.Expect(page.Locator("table tbody tr")).ToContainTextAsync(["This one"]);
        return page;
    }

    // The administrators showed their factor a while ago: where the page asks, a code of the app answers.
    private async Task StepAsync(IPage page, string button, string who)
    {
        await page.Locator(button).ClickAsync();
        var code = page.Locator("#step-up-code");
        await Assertions.Expect(page.Locator("#recovery-outcome").Or(code.Locator("visible=true"))).ToBeVisibleAsync();
        await TypeFreshCodeAsync(code, factors[who].Secret);
        await page.Locator("#recovery-outcome").WaitForAsync();
    }
}

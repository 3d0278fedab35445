using Microsoft.Playwright;

namespace Portal.E2E;

/// <summary>The first sign-in enrols a factor; recovery codes are shown once and each works once.</summary>
[Collection(PortalCollection.Name)]
public sealed class EnrolmentJourney(RunningPortal portal)
{
    [Fact]
    [Trait("Norm", "164.312(d)")]
    public async Task The_first_sign_in_enrols_a_factor_and_a_recovery_code_works_once()
    {
        var person = portal.People.First(one => one.TotpSecret is null);
        var page = await portal.NewPageAsync();
        await SignIn.WithPasswordAsync(page, person.Email, person.Password);
        page.Url.ShouldContain("/sign-in/enrol");
        await Screens.ShouldBeAccessibleAsync(page);
        await Screens.KeepAsync(page, "enrol");

        var secret = await page.Locator("#totp-key").InnerTextAsync();
        await SignIn.WithCodeAsync(page, Totp.Now(secret));
        var codes = await page.Locator(".recovery-codes code").AllInnerTextsAsync();
        codes.Distinct().Count().ShouldBe(10);
        await Screens.ShouldBeAccessibleAsync(page);
        await Screens.KeepAsync(page, "recovery-codes");

        (await RecoverAsync(person, codes[0])).ShouldBeTrue();
        (await RecoverAsync(person, codes[0])).ShouldBeFalse();
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_get_the_same_answer()
    {
        var known = await AnswerAsync(portal.First("Patient").Email, "not the password");
        var unknown = await AnswerAsync("nobody@demo.example", "not the password");

        known.ShouldBe(unknown);
        known.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    [Trait("Norm", "WCAG 2.2 AA")]
    public async Task The_sign_in_page_is_accessible_and_reflows(ColorScheme scheme)
    {
        var page = await portal.NewPageAsync(Sizes.Narrow, scheme);
        await page.GotoAsync("/sign-in");

        await Screens.ShouldBeAccessibleAsync(page);
        await Screens.ShouldReflowAsync(page);
        await Screens.KeepAsync(page, $"sign-in-{scheme}".ToLowerInvariant());
    }

    private async Task<string> AnswerAsync(string email, string password)
    {
        var page = await portal.NewPageAsync();
        await SignIn.WithPasswordAsync(page, email, password);
        return await page.Locator("main .note[role=alert]").InnerTextAsync();
    }

    private async Task<bool> RecoverAsync(DemoPerson person, string code)
    {
        var page = await portal.NewPageAsync();
        await SignIn.WithPasswordAsync(page, person.Email, person.Password);
        await page.GotoAsync("/sign-in/recovery");
        await page.Locator("main input:not([type=hidden])").First.FillAsync(code);
        await SignIn.SubmitAsync(page);
        await page.GotoAsync("/patients");
        return !page.Url.Contains("/sign-in", StringComparison.Ordinal);
    }
}

using System.Net;
using System.Text.RegularExpressions;
using Portal.Kernel.Access;
using Portal.Tests.Features.Identity;
using Portal.Web.Security;

namespace Portal.Web.Tests.Features.Identity;

public sealed partial class SignInPagesTests(WebFixture web) : IClassFixture<WebFixture>
{
    private readonly WebPeople people = new(web);

    [Fact]
    [Trait("Norm", "164.312(d)")]
    public async Task Password_and_code_open_the_portal_and_password_alone_does_not()
    {
        using var browser = web.NewBrowser();
        var person = await people.NewAsync(Role.Patient);
        using var first = await WebPeople.PasswordAsync(browser, person);
        first.Headers.Location!.AbsolutePath.ShouldBe("/sign-in/code");
        (await LocationOfAsync(browser, "/")).ShouldBe("/sign-in");
        browser.SetCookie(PortalScheme.SessionCookie, browser.Cookie(PortalScheme.WaitingCookie)!);
        (await LocationOfAsync(browser, "/")).ShouldBe("/sign-in");

        using var second = await browser.SubmitAsync("/sign-in/code", ("Code", WebPeople.CodeNow(person.Secret)));
        second.Headers.Location!.AbsolutePath.ShouldBe("/");
        using var home = await browser.GetAsync("/");
        home.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    [Trait("Norm", "ASVS 6.2.7")]
    public async Task The_password_can_be_pasted_and_filled_in_by_a_password_keeper()
    {
        using var browser = web.NewBrowser();
        PasswordInput.ShouldTakePasting(await browser.HtmlAsync("/sign-in"), "current-password");
    }

    [Fact]
    [Trait("Norm", "164.312(e)")]
    public async Task Cookies_are_bound_to_host_and_TLS_and_hidden_from_scripts()
    {
        using var browser = web.NewBrowser();
        using var answer = await WebPeople.SignInAsync(browser, await people.NewAsync());
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("__Host-portal=", StringComparison.Ordinal));
        cookie.ShouldContain("; path=/; secure; samesite=lax; httponly");
        cookie.ShouldNotContain("expires");
        browser.Cookie(PortalScheme.WaitingCookie).ShouldBeNull();
    }

    [Fact]
    [Trait("Norm", "ASVS 6.3.8")]
    public async Task An_unknown_address_and_a_wrong_password_get_the_same_answer()
    {
        using var browser = web.NewBrowser();
        var person = await people.NewAsync();
        using var wrong = await browser.SubmitAsync("/sign-in", ("Email", person.Email), ("Password", "wrong password"));
        using var unknown = await browser.SubmitAsync("/sign-in", ("Email", "nobody@people.example"), ("Password", "wrong password"));
        wrong.StatusCode.ShouldBe(unknown.StatusCode);
        NoteOf(await wrong.Content.ReadAsStringAsync()).ShouldBe(NoteOf(await unknown.Content.ReadAsStringAsync()));
        NoteOf(await wrong.Content.ReadAsStringAsync()).ShouldContain("not right");
    }

    [Fact]
    public async Task A_first_sign_in_enrols_an_app_and_shows_ten_recovery_codes_of_which_one_signs_in()
    {
        using var browser = web.NewBrowser();
        var person = await people.NewAsync(Role.Patient, enrolled: false);
        using var first = await WebPeople.PasswordAsync(browser, person);
        first.Headers.Location!.AbsolutePath.ShouldBe("/sign-in/enrol");
        var page = await browser.HtmlAsync("/sign-in/enrol");
        page.ShouldContain("src=\"data:image/svg+xml;base64,");

        using var wrong = await browser.SubmitAsync("/sign-in/enrol", ("Code", "12345"));
        NoteOf(await wrong.Content.ReadAsStringAsync()).ShouldContain("not right");
        var codes = WebPeople.RecoveryCodesIn(await WebPeople.EnrolAsync(browser));
        codes.Count.ShouldBe(10);
        (await LocationOfAsync(browser, "/")).ShouldBeNull();
        (await browser.HtmlAsync("/sign-in/enrol")).ShouldNotContain(codes[0]);

        await RecoverAsync(person, codes[3], "/");
        await RecoverAsync(person, codes[3], null);
    }

    private async Task RecoverAsync(Person person, string code, string? location)
    {
        using var browser = web.NewBrowser();
        using var first = await WebPeople.PasswordAsync(browser, person);
        using var second = await browser.SubmitAsync("/sign-in/recovery", ("Code", code));
        second.Headers.Location?.AbsolutePath.ShouldBe(location);
        (second.Headers.Location is null).ShouldBe(location is null);
    }

    [Theory]
    [InlineData("/patients?q=1", "/patients?q=1")]
    [InlineData("https://elsewhere.example/", "/")]
    [InlineData("//elsewhere.example/", "/")]
    [InlineData("/\\elsewhere.example", "/")]
    public async Task After_signing_in_the_browser_goes_to_a_page_of_this_site_only(string asked, string expected)
    {
        using var browser = web.NewBrowser();
        using var answer = await WebPeople.SignInAsync(browser, await people.NewAsync(), $"/sign-in?returnUrl={Uri.EscapeDataString(asked)}");
        answer.Headers.Location!.Authority.ShouldBe(web.Address.Authority);
        answer.Headers.Location.PathAndQuery.ShouldBe(expected);
    }

    [Fact]
    public async Task A_page_asked_for_without_a_session_is_where_the_sign_in_leads_to() =>
        (await LocationOfAsync(web.NewBrowser(), "/only/SearchPatients?q=1")).ShouldBe("/sign-in?returnUrl=%2Fonly%2FSearchPatients%3Fq%3D1");

    [Theory]
    [InlineData("/sign-in/code")]
    [InlineData("/sign-in/recovery")]
    [InlineData("/sign-in/enrol")]
    public async Task The_second_step_without_the_first_starts_again(string page) =>
        (await LocationOfAsync(web.NewBrowser(), page)).ShouldBe("/sign-in?again=1");

    [Fact]
    public async Task A_form_without_its_antiforgery_token_is_refused()
    {
        using var browser = web.NewBrowser();
        var person = await people.NewAsync();
        using var answer = await browser.PostAsync("/sign-in", ("_handler", "sign-in"), ("Email", person.Email), ("Password", WebPeople.Password));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Inputs_let_password_keepers_and_phones_help()
    {
        using var browser = web.NewBrowser();
        var page = await browser.HtmlAsync("/sign-in");
        page.ShouldContain("autocomplete=\"username webauthn\"");
        page.ShouldContain("autocomplete=\"current-password\"");
        using var first = await WebPeople.PasswordAsync(browser, await people.NewAsync(Role.Patient));
        var code = await browser.HtmlAsync("/sign-in/code");
        code.ShouldContain("autocomplete=\"one-time-code\"");
        code.ShouldContain("inputmode=\"numeric\"");
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task Signing_out_ends_the_session_behind_the_cookie()
    {
        using var browser = await people.SignedInAsync(Role.Administrator);
        var token = browser.Cookie(PortalScheme.SessionCookie)!;
        using var without = await browser.PostAsync("/sign-out");
        without.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var answer = await browser.SubmitAsync("/");
        answer.Headers.Location!.OriginalString.ShouldBe("/sign-in?signedOut=1");
        answer.Headers.GetValues("Clear-Site-Data").ShouldNotBeEmpty();
        browser.SetCookie(PortalScheme.SessionCookie, token);
        (await LocationOfAsync(browser, "/")).ShouldBe("/sign-in");
    }

    private static async Task<string?> LocationOfAsync(Browser browser, string path)
    {
        using var response = await browser.GetAsync(path);
        return response.Headers.Location is { } to ? to.IsAbsoluteUri ? to.PathAndQuery : to.OriginalString : null;
    }

    private static string NoteOf(string html) => Note().Match(html).Value;

    [GeneratedRegex("<p class=\"note[^>]*>[^<]*</p>")]
    private static partial Regex Note();
}

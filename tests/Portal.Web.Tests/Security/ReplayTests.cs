using System.Net;
using Portal.Kernel.Access;
using Portal.Web.Security;

namespace Portal.Web.Tests.Security;

/// <summary>What was good once, sent a second time over the wire.</summary>
public sealed class ReplayTests(WebFixture web) : IClassFixture<WebFixture>
{
    private readonly WebPeople people = new(web);

    [Fact]
    [Trait("Norm", "ASVS 6.5.1")]
    public async Task A_code_of_the_app_signs_in_once()
    {
        var person = await people.NewAsync(Role.Patient);
        var code = WebPeople.CodeNow(person.Secret);
        (await WithAsync(person, "/sign-in/code", code)).ShouldBeTrue();
        (await WithAsync(person, "/sign-in/code", code)).ShouldBeFalse();
    }

    [Fact]
    [Trait("Norm", "ASVS 6.5.1")]
    public async Task A_recovery_code_signs_in_once()
    {
        var person = await people.NewAsync(Role.Patient, enrolled: false);
        using var browser = web.NewBrowser();
        using var first = await WebPeople.PasswordAsync(browser, person);
        var codes = WebPeople.RecoveryCodesIn(await WebPeople.EnrolAsync(browser));
        (await WithAsync(person, "/sign-in/recovery", codes[7])).ShouldBeTrue();
        (await WithAsync(person, "/sign-in/recovery", codes[7])).ShouldBeFalse();
    }

    [Fact]
    [Trait("Norm", "ASVS 7.2.4")]
    public async Task The_cookie_that_waited_for_the_code_opens_nothing_after_it_and_takes_no_second_code()
    {
        var person = await people.NewAsync(Role.Patient);
        using var browser = web.NewBrowser();
        using var first = await WebPeople.PasswordAsync(browser, person);
        var waiting = browser.Cookie(PortalScheme.WaitingCookie)!;
        using var signedIn = await browser.SubmitAsync("/sign-in/code", ("Code", WebPeople.CodeNow(person.Secret)));

        using var thief = web.NewBrowser();
        thief.SetCookie(PortalScheme.WaitingCookie, waiting);
        thief.SetCookie(PortalScheme.SessionCookie, waiting);
        using var second = await thief.SubmitFormAsync("/sign-in/code", "Code", ("Code", WebPeople.CodeNow(person.Secret)));
        second.Headers.Location!.OriginalString.ShouldContain("/sign-in?again=1");
        using var home = await thief.GetAsync("/");
        home.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    [Trait("Norm", "ASVS 3.5.1")]
    public async Task The_token_of_one_persons_form_is_no_good_in_anothers_session()
    {
        using var one = await people.SignedInAsync(Role.Clinician);
        using var other = await people.SignedInAsync(Role.Clinician);
        var taken = Browser.HiddenIn(await one.HtmlAsync("/account/password"), "Current");
        using var refused = await other.PostAsync("/account/password", [.. taken, ("Current", WebPeople.Password), ("Wanted", "seven green kettles sing")]);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        foreach (var (name, value) in one.Cookies.GetCookies(web.Address).Where(cookie => cookie.Name == "__Host-portal-forms").Select(cookie => (cookie.Name, cookie.Value)))
        {
            other.SetCookie(name, value);
        }

        using var still = await other.PostAsync("/account/password", [.. taken, ("Current", WebPeople.Password), ("Wanted", "seven green kettles sing")]);
        still.StatusCode.ShouldBe(HttpStatusCode.BadRequest, "with the other's cookie too: the token names the account");
    }

    private async Task<bool> WithAsync(Portal.Tests.Features.Identity.Person person, string page, string code)
    {
        using var browser = web.NewBrowser();
        using var first = await WebPeople.PasswordAsync(browser, person);
        using var second = await browser.SubmitAsync(page, ("Code", code));
        using var home = await browser.GetAsync("/");
        return home.StatusCode == HttpStatusCode.OK;
    }
}

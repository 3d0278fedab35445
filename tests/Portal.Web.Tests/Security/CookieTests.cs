using Portal.Kernel.Access;
using Portal.Web.Components.Public;

namespace Portal.Web.Tests.Security;

public sealed class CookieTests(WebFixture web) : IClassFixture<WebFixture>
{
    [Fact]
    [Trait("Norm", "ASVS 3.3")]
    public async Task Every_cookie_of_every_step_is_bound_to_host_and_TLS_and_closed_to_scripts_and_holds_an_id_alone()
    {
        using var browser = web.NewBrowser();
        var person = await new WebPeople(web).NewAsync(Role.Patient);
        var set = new List<string>();
        using var form = await browser.GetAsync("/sign-in");
        using var password = await WebPeople.PasswordAsync(browser, person);
        using var code = await browser.SubmitAsync("/sign-in/code", ("Code", WebPeople.CodeNow(person.Secret)));
        using var signedOut = await browser.SubmitAsync("/");
        using var activation = await browser.SubmitAsync("/activate", ("Link", "no-such-link"));
        foreach (var answer in new[] { form, password, code, signedOut, activation })
        {
            set.AddRange(answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : []);
        }

        set.Select(one => one.Split('=')[0]).Distinct().Order()
            .ShouldBeSubsetOf(PrivacyPage.Cookies.Select(cookie => cookie.Name));
        set.Count.ShouldBeGreaterThan(4);
        foreach (var one in set)
        {
            string[] parts = [.. one.Split("; ").Select(part => part.ToLowerInvariant())];
            parts.ShouldContain("path=/");
            parts.ShouldContain("secure");
            parts.ShouldContain("httponly");
            parts.ShouldContain(part => part == "samesite=lax" || part == "samesite=strict");
            one.ShouldNotContain("domain=", Case.Insensitive);
            one.ShouldNotContain(person.Email);
            one.ShouldNotContain($"{person.Id.Value}");
        }
    }

    [Fact]
    public async Task The_session_gets_a_new_id_with_each_step_and_one_that_was_planted_is_never_taken()
    {
        using var browser = web.NewBrowser();
        browser.SetCookie("__Host-portal", "planted");
        browser.SetCookie("__Host-portal-signin", "planted");
        var person = await new WebPeople(web).NewAsync(Role.Patient);
        using var password = await WebPeople.PasswordAsync(browser, person);
        var waiting = browser.Cookie("__Host-portal-signin");
        using var code = await browser.SubmitAsync("/sign-in/code", ("Code", WebPeople.CodeNow(person.Secret)));
        var session = browser.Cookie("__Host-portal");
        new[] { waiting, session }.ShouldAllBe(token => token != null && token.Length >= 32 && token != "planted");
        session.ShouldNotBe(waiting);
    }
}

using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using Portal.Kernel.Access;
using Portal.Web.Components.Public;
using Portal.Web.Security;
using Portal.Web.Tests.Routes;

namespace Portal.Web.Tests.Security;

public sealed partial class CookieTests(WebFixture web) : IClassFixture<WebFixture>
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

        set.Count.ShouldBeGreaterThan(4);
        foreach (var one in set)
        {
            Hardened.ShouldBeBound(one, "a step of signing in");
            one.ShouldNotContain(person.Email);
            one.ShouldNotContain($"{person.Id.Value}");
        }
    }

    [Fact]
    [Trait("Norm", "GDPR 13")]
    public async Task Every_cookie_that_code_or_script_knows_is_in_the_list_that_people_can_read_with_its_words()
    {
        var known = NamesInCode().Concat(NamesInScripts()).Distinct().Order(StringComparer.Ordinal).ToList();
        known.Count.ShouldBeGreaterThan(6);
        PrivacyPage.Cookies.Select(cookie => cookie.Name).Order(StringComparer.Ordinal).ShouldBe(known);
        using var browser = web.NewBrowser();
        var page = await browser.HtmlAsync("/privacy");
        page.ShouldNotContain("Privacy.Cookies.", Case.Sensitive, "a cookie without words");
        foreach (var name in known)
        {
            page.ShouldContain($">{name}<");
        }
    }

    // All texts that the compiled host has: a cookie without this prefix is bound to nothing, and Hardened refuses it wherever it is set.
    private static IEnumerable<string> NamesInCode()
    {
        using var file = new PEReader(File.OpenRead(typeof(PortalScheme).Assembly.Location));
        var reader = file.GetMetadataReader();
        for (var text = MetadataTokens.UserStringHandle(1); !text.IsNil; text = reader.GetNextHandle(text))
        {
            foreach (Match name in CookieName().Matches(reader.GetUserString(text)))
            {
                yield return name.Value;
            }
        }
    }

    private static IEnumerable<string> NamesInScripts() =>
        Directory.GetFiles(Path.Combine(Clone.Root, "wwwroot-assets", "js"), "*.js").SelectMany(script => CookieName().Matches(File.ReadAllText(script))).Select(name => name.Value);

    [GeneratedRegex("__Host-[a-z-]+", RegexOptions.None, 1000)]
    private static partial Regex CookieName();

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

using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Access;
using Portal.Tests.Features.Identity;
using Portal.Web.Security;

namespace Portal.Web.Tests.Security;

[Trait("Norm", "ASVS 7.5.3")]
public sealed partial class StepUpEndpointTests(WebFixture web) : IClassFixture<WebFixture>
{
    private const string Address = "/account/step-up";

    private readonly WebPeople people = new(web);

    [Fact]
    [Trait("Norm", "ASVS 7.2.4")]
    public async Task A_right_code_brings_a_new_cookie_and_the_old_one_opens_nothing()
    {
        using var browser = web.NewBrowser();
        var person = await people.NewAsync(Role.Administrator);
        using var signedIn = await WebPeople.SignInAsync(browser, person);
        var before = browser.Cookie(PortalScheme.SessionCookie)!;
        await ForgetUsedStepsAsync(person);
        using var answer = await SendAsync(browser, WebPeople.CodeNow(person.Secret));
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        browser.Cookie(PortalScheme.SessionCookie).ShouldNotBe(before);
        using var home = await browser.GetAsync("/");
        home.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var thief = web.NewBrowser();
        thief.SetCookie(PortalScheme.SessionCookie, before);
        using var nothing = await thief.GetAsync("/");
        nothing.Headers.Location!.OriginalString.ShouldStartWith("/sign-in");
    }

    [Fact]
    public async Task A_wrong_code_a_form_without_its_token_and_a_session_that_ended_change_nothing()
    {
        using var browser = await people.SignedInAsync(Role.Administrator);
        var before = browser.Cookie(PortalScheme.SessionCookie)!;
        using var wrong = await SendAsync(browser, "12345");
        wrong.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var bare = await browser.PostAsync(Address, ("Code", "123456"));
        bare.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        browser.Cookie(PortalScheme.SessionCookie).ShouldBe(before);
        var token = await TokenAsync(browser);
        browser.SetCookie(PortalScheme.SessionCookie, new string('A', 43));
        using var ended = await browser.PostAsync(Address, ("Code", "123456"), ("__RequestVerificationToken", token));
        ended.StatusCode.ShouldBe(HttpStatusCode.Redirect, "a form of a page goes to the sign-in; the script gets 401");
    }

    [Fact]
    [Trait("Norm", "WCAG 3.3.8")]
    public async Task The_dialog_lets_phones_help_and_is_there_for_people_who_are_signed_in_alone()
    {
        using var browser = await people.SignedInAsync(Role.Patient);
        var html = DialogOf(await browser.HtmlAsync("/"));
        html.ShouldContain("autocomplete=\"one-time-code\"");
        html.ShouldContain("inputmode=\"numeric\"");
        html.ShouldNotContain("onpaste");
        (await web.NewBrowser().HtmlAsync("/sign-in")).ShouldNotContain("step-up-code");
    }

    private static async Task<HttpResponseMessage> SendAsync(Browser browser, string code) =>
        await browser.PostAsync(Address, ("Code", code), ("__RequestVerificationToken", await TokenAsync(browser)));

    private static async Task<string> TokenAsync(Browser browser) =>
        FormToken().Match(DialogOf(await browser.HtmlAsync("/"))).Groups["token"].Value;

    private static string DialogOf(string html) => html[html.IndexOf("<dialog id=\"step-up\"", StringComparison.Ordinal)..];

    // The step that signed in is used up, and the next one is half a minute away.
    private async Task ForgetUsedStepsAsync(Person person)
    {
        await using var db = web.Get<PortalDatabase>().Open();
        await db.Set<SignInCounter>().Where(c => c.AccountId == person.Id.Value).ExecuteUpdateAsync(set => set.SetProperty(c => c.LastTotpStep, 0));
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FormToken();
}

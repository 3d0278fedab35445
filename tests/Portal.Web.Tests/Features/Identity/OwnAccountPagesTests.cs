using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Tests.Features.Identity;
using Portal.Web.Security;

namespace Portal.Web.Tests.Features.Identity;

public sealed class OwnAccountPagesTests(WebFixture web) : IClassFixture<WebFixture>
{
    private readonly WebPeople people = new(web);

    [Theory]
    [InlineData(Role.Patient, "class=\"roomy\"")]
    [InlineData(Role.Auditor, "class=\"bar-person\"")]
    public async Task Everybody_sees_the_own_account_in_the_layout_of_the_role_with_the_address_masked(Role role, string layout)
    {
        using var browser = web.NewBrowser();
        var person = await people.NewAsync(role);
        using var signedIn = await WebPeople.SignInAsync(browser, person);
        var html = await browser.HtmlAsync("/account");
        html.ShouldContain(layout);
        html.ShouldContain("•••@people.example");
        html.ShouldNotContain(person.Email);
    }

    [Fact]
    [Trait("Norm", "ASVS 7.2.4")]
    public async Task A_changed_password_brings_a_new_cookie_and_signs_in_from_then_on()
    {
        using var browser = web.NewBrowser();
        var person = await people.NewAsync();
        using var signedIn = await WebPeople.SignInAsync(browser, person);
        var before = browser.Cookie(PortalScheme.SessionCookie);
        using var wrong = await SendAsync(browser, "wrong");
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("id=\"current-error\"");
        using var right = await SendAsync(browser, WebPeople.Password);
        right.Headers.Location!.PathAndQuery.ShouldBe("/account?changed=password");
        browser.Cookie(PortalScheme.SessionCookie).ShouldNotBe(before);
        (await browser.HtmlAsync("/account?changed=password")).ShouldContain("id=\"changed\"");
    }

    [Fact]
    public async Task New_recovery_codes_are_shown_in_one_answer_and_nowhere_else()
    {
        using var browser = await people.SignedInAsync(Role.Nurse);
        using var answer = await browser.SubmitFormAsync("/account/recovery-codes", "_handler");
        var html = await answer.Content.ReadAsStringAsync();
        html.Split("<code class=\"mono\">").Length.ShouldBe(11);
        (await browser.HtmlAsync("/account/recovery-codes")).ShouldNotContain("<code class=\"mono\">");
    }

    [Theory]
    [InlineData("/account/password")]
    [InlineData("/account/app")]
    [InlineData("/account/recovery-codes")]
    [Trait("Norm", "ASVS 7.5.3")]
    public async Task With_an_old_factor_a_page_asks_for_it_first_and_goes_on_to_where_it_was(string page)
    {
        using var browser = web.NewBrowser();
        var person = await people.NewAsync();
        using var signedIn = await WebPeople.SignInAsync(browser, person);
        using var stale = await StaleFormAsync(browser, page, person);
        stale.Headers.Location!.OriginalString.ShouldContain("/account/confirm?returnUrl=");
        using var asked = await browser.GetAsync(page);
        var confirm = asked.Headers.Location!.PathAndQuery;
        using var refused = await browser.SubmitFormAsync(confirm, "_handler", ("Code", "12345"));
        refused.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var confirmed = await browser.SubmitFormAsync(confirm, "_handler", ("Code", WebPeople.CodeNow(person.Secret)));
        confirmed.Headers.Location!.PathAndQuery.ShouldBe(page);
        using var there = await browser.GetAsync(page);
        there.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    // A form that was open when the factor grew old.
    private async Task<HttpResponseMessage> StaleFormAsync(Browser browser, string page, Person person)
    {
        var html = await browser.HtmlAsync(page);
        await AgeAsync(person);
        return await browser.PostAsync(page, [.. Browser.HiddenIn(html, "_handler"), ("Current", WebPeople.Password), ("Wanted", "seven green kettles sing"), ("Code", "123456")]);
    }

    private static Task<HttpResponseMessage> SendAsync(Browser browser, string current) =>
        browser.SubmitFormAsync("/account/password", "_handler", ("Current", current), ("Wanted", "seven green kettles sing"));

    private async Task AgeAsync(Person person)
    {
        DateTimeOffset? old = TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(5);
        await using var db = web.Get<PortalDatabase>().Open();
        await db.Set<Session>().Where(s => s.AccountId == person.Id.Value).ExecuteUpdateAsync(set => set.SetProperty(s => s.FactorAt, old));
        await db.Set<SignInCounter>().Where(c => c.AccountId == person.Id.Value).ExecuteUpdateAsync(set => set.SetProperty(c => c.LastTotpStep, 0));
    }
}

using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity;
using Portal.Features.Identity.Sessions;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Web.Tests.Security;

public sealed class SessionEndpointTests(WebFixture web) : IClassFixture<WebFixture>
{
    private readonly WebPeople people = new(web);

    [Fact]
    [Trait("Norm", "164.312(a)(2)(iii)")]
    public async Task To_ask_how_long_there_is_does_not_count_as_something_done()
    {
        using var browser = await people.SignedInAsync(Role.Clinician);
        var before = await SetBackAsync(browser, TimeSpan.FromMinutes(5));
        var state = await StateAsync(browser, "/session/state");
        state.GetProperty("left").GetDouble().ShouldBeInRange(9 * 60, 10 * 60);
        (await RowAsync(browser)).LastInputAt.ShouldBe(before);
    }

    [Fact]
    [Trait("Norm", "WCAG 2.2.1")]
    public async Task To_stay_counts_and_gives_the_whole_time_again()
    {
        using var browser = await people.SignedInAsync(Role.Administrator);
        var token = await TokenAsync(browser);
        await SetBackAsync(browser, TimeSpan.FromMinutes(14));
        using var answer = await browser.PostAsync("/session/stay", ("__RequestVerificationToken", token));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await StateAsync(browser, "/session/state")).GetProperty("left").GetDouble().ShouldBeGreaterThan(14 * 60);
    }

    [Fact]
    [Trait("Norm", "ASVS 3.5.1")]
    public async Task To_stay_without_the_token_of_a_form_is_refused()
    {
        using var browser = await people.SignedInAsync(Role.Clinician);
        var before = await SetBackAsync(browser, TimeSpan.FromMinutes(5));
        using var answer = await browser.PostAsync("/session/stay");
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await RowAsync(browser)).LastInputAt.ShouldBe(before);
    }

    [Fact]
    [Trait("Norm", "164.312(a)(2)(iii)")]
    public async Task A_session_that_ran_out_is_over_and_says_why_and_asking_to_stay_does_not_bring_it_back()
    {
        using var browser = await people.SignedInAsync(Role.Administrator);
        var token = await TokenAsync(browser);
        await SetBackAsync(browser, TimeSpan.FromMinutes(15));
        using var answer = await browser.PostAsync("/session/stay", ("__RequestVerificationToken", token));
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var state = await StateAsync(browser, "/session/state");
        (state.TryGetProperty("left", out _), state.GetProperty("why").GetString()).ShouldBe((false, "idle"));
        (await browser.HtmlAsync("/signed-out?why=ended")).ShouldContain("Nothing happened for a while", customMessage: "who was led there without a reason is told it all the same");
    }

    [Fact]
    [Trait("Norm", "ASVS 7.3.2")]
    public async Task After_twelve_hours_it_is_over_however_busy_somebody_was_and_before_that_it_says_that_it_cannot_stay()
    {
        using var browser = await people.SignedInAsync(Role.Administrator);
        await SetBackAsync(browser, TimeSpan.FromHours(12) - TimeSpan.FromMinutes(1), lastInput: TimeSpan.Zero);
        var near = await StateAsync(browser, "/session/state");
        near.GetProperty("stay").GetBoolean().ShouldBeFalse();
        near.GetProperty("left").GetDouble().ShouldBeInRange(1, 60);

        await SetBackAsync(browser, TimeSpan.FromHours(12), lastInput: TimeSpan.Zero);
        (await StateAsync(browser, "/session/state")).GetProperty("why").GetString().ShouldBe("old");
        using var home = await browser.GetAsync("/");
        home.Headers.Location!.OriginalString.ShouldStartWith("/sign-in");
        (await browser.HtmlAsync("/signed-out")).ShouldContain("as long as the rules allow");
    }

    [Fact]
    public async Task Nobody_is_told_nothing()
    {
        using var browser = web.NewBrowser();
        (await StateAsync(browser, "/session/state")).GetProperty("why").GetString().ShouldBe("ended");
    }

    [Theory]
    [InlineData("/signed-out?why=idle&returnUrl=%2Fpatients", "href=\"/sign-in?returnUrl=%2Fpatients\"")]
    [InlineData("/signed-out?why=idle&returnUrl=%2F%2Fevil.example", "href=\"/sign-in\"")]
    [InlineData("/signed-out?why=<script>&returnUrl=%2Fsigned-out", "href=\"/sign-in\"")]
    public async Task The_page_after_it_offers_the_way_back_and_no_way_elsewhere(string address, string link)
    {
        using var browser = web.NewBrowser();
        var html = await browser.HtmlAsync(address);
        html.ShouldContain(link);
        html.ShouldNotContain("<script>&");
    }

    [Fact]
    [Trait("Norm", "ASVS 7.2.4")]
    public async Task A_token_that_somebody_put_into_the_browser_is_not_the_token_after_signing_in()
    {
        using var browser = web.NewBrowser();
        const string planted = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        browser.SetCookie("__Host-portal", planted);
        browser.SetCookie("__Host-portal-signin", planted);
        using var answer = await WebPeople.SignInAsync(browser, await people.NewAsync(Role.Clinician));
        browser.Cookie("__Host-portal").ShouldNotBeNull().ShouldNotBe(planted);
        var nobody = Actor.Anonymous;
        (await web.Get<FindSession>().ByTokenAsync(nobody, planted, default)).ShouldBeNull();
        (await web.Get<FindSession>().ByTokenAsync(nobody, browser.Cookie("__Host-portal"), default)).ShouldNotBeNull();
    }

    [Fact]
    [Trait("Norm", "ASVS 7.2.4")]
    public async Task Whoever_signs_in_at_a_browser_that_holds_a_session_leaves_none_behind()
    {
        using var browser = await people.SignedInAsync(Role.Clinician);
        var before = browser.Cookie("__Host-portal").ShouldNotBeNull();
        using var answer = await WebPeople.SignInAsync(browser, await people.NewAsync(Role.Nurse));
        var after = browser.Cookie("__Host-portal").ShouldNotBeNull();
        after.ShouldNotBe(before);
        (await web.Get<FindSession>().ByTokenAsync(Actor.Anonymous, before, default)).ShouldBeNull();
        (await web.Get<FindSession>().ByTokenAsync(Actor.Anonymous, after, default)).ShouldNotBeNull();
    }

    private static async Task<JsonElement> StateAsync(Browser browser, string path)
    {
        using var answer = await browser.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    private static async Task<string> TokenAsync(Browser browser)
    {
        var html = await browser.HtmlAsync("/");
        return html.Split("data-session-stay")[1].Split("value=\"")[1].Split('"')[0];
    }

    private async Task<Session> RowAsync(Browser browser)
    {
        var hash = SessionToken.HashOf(browser.Cookie("__Host-portal")!);
        await using var db = web.Get<PortalDatabase>().Open();
        return await db.Set<Session>().SingleAsync(s => s.SecretHash == hash);
    }

    // The host's clock is the machine's: the session is made to have had its last input earlier.
    private async Task<DateTimeOffset> SetBackAsync(Browser browser, TimeSpan by, TimeSpan? lastInput = null)
    {
        var row = await RowAsync(browser);
        var (created, to) = (Microseconds.Cut(TimeProvider.System.GetUtcNow() - by), Microseconds.Cut(TimeProvider.System.GetUtcNow() - (lastInput ?? by)));
        await using var db = web.Get<PortalDatabase>().Open();
        await db.Set<Session>().Where(s => s.Id == row.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastInputAt, to).SetProperty(s => s.CreatedAt, created));
        return to;
    }
}

using System.Net;
using System.Text.RegularExpressions;
using Portal.Kernel.Access;

namespace Portal.Web.Tests.Hosting;

/// <summary>Pages that say what to do when something goes wrong; the fixture has addresses that fail.</summary>
public sealed partial class FailurePagesTests(WebFixture web) : IClassFixture<WebFixture>
{
    [Fact]
    [Trait("Norm", "ASVS 16.5.1")]
    public async Task An_exception_shows_a_reference_that_is_in_the_log_and_its_message_is_in_neither()
    {
        using var browser = await new WebPeople(web).SignedInAsync(Role.Clinician);
        using var answer = await browser.GetAsync("/throws");
        var html = await answer.Content.ReadAsStringAsync();

        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        html.ShouldNotContain(WebFixture.Secret);
        var line = web.Log().Single(line => line.Contains(ReferenceIn(html)));
        line.ShouldContain(nameof(InvalidOperationException));
        web.Log().ShouldAllBe(one => !one.Contains(WebFixture.Secret));
    }

    [Fact]
    public async Task A_database_that_is_away_answers_503_and_the_page_waits_for_it()
    {
        using var browser = await new WebPeople(web).SignedInAsync(Role.Clinician);
        using var read = await browser.GetAsync("/away");
        read.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var html = await read.Content.ReadAsStringAsync();
        html.ShouldContain("data-wait=\"here\"");
        web.Log().ShouldContain(line => line.Contains(ReferenceIn(html)));

        using var sent = await browser.PostAsync("/away");
        sent.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await sent.Content.ReadAsStringAsync()).ShouldContain("was not saved");
    }

    [Theory]
    [InlineData("/no-such-page", HttpStatusCode.NotFound, "Page not found")]
    [InlineData("/answers/403", HttpStatusCode.Forbidden, "not open to you")]
    [InlineData("/answers/413", HttpStatusCode.RequestEntityTooLarge, "too large")]
    [InlineData("/answers/429", HttpStatusCode.TooManyRequests, "Go back")]
    public async Task A_status_without_a_page_gets_one_that_says_what_to_do(string address, HttpStatusCode status, string text)
    {
        using var browser = await new WebPeople(web).SignedInAsync(Role.Clinician);
        using var answer = await browser.GetAsync(address);
        answer.StatusCode.ShouldBe(status);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(text);
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/sign-out")]
    public async Task A_form_that_is_out_of_date_gets_a_page_that_says_so(string address)
    {
        using var browser = await new WebPeople(web).SignedInAsync(Role.Clinician);
        using var answer = await browser.PostAsync(address, ("Email", "nobody@people.example"));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("This page was out of date");
    }

    [Fact]
    public async Task Colours_come_from_the_cookie_and_only_known_ones()
    {
        using var browser = web.NewBrowser();
        (await browser.HtmlAsync("/sign-in")).ShouldNotContain("data-theme=");
        browser.SetCookie("__Host-portal-theme", "dark");
        (await browser.HtmlAsync("/sign-in")).ShouldContain("<html lang=\"en\" data-theme=\"dark\">");
        browser.SetCookie("__Host-portal-theme", "x");
        (await browser.HtmlAsync("/sign-in")).ShouldNotContain("data-theme=\"");
    }

    private static string ReferenceIn(string html) => Reference().Match(html).Groups["of"].Value;

    [GeneratedRegex("<main.*Reference <span class=\"mono\">(?<of>[0-9a-f]{12})</span>", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Reference();
}

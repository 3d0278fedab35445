namespace Portal.Web.Tests.Security;

public sealed class SecurityHeadersTests(WebFixture web) : IClassFixture<WebFixture>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/sign-in")]
    [InlineData("/sign-in/code")]
    [InlineData("/denied")]
    [InlineData("/health/live")]
    [InlineData("/nothing-here")]
    [Trait("Norm", "ASVS 14.3.2")]
    public async Task Every_answer_carries_the_headers_and_is_kept_by_nobody(string path)
    {
        using var browser = web.NewBrowser();
        using var answer = await browser.GetAsync(path);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        var policy = answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldContain("default-src 'self'; script-src 'self'; style-src 'self';");
        answer.Headers.GetValues("Permissions-Policy").ShouldHaveSingleItem().ShouldContain("camera=()");
        answer.Headers.GetValues("Cross-Origin-Opener-Policy").ShouldBe(["same-origin"]);
        answer.Headers.GetValues("Cross-Origin-Resource-Policy").ShouldBe(["same-origin"]);
        policy.ShouldContain("frame-ancestors 'none'");
        answer.Headers.Contains("Server").ShouldBeFalse();
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_answers_without_sign_in_and_without_detail(string path)
    {
        using var browser = web.NewBrowser();
        using var answer = await browser.GetAsync(path);
        answer.IsSuccessStatusCode.ShouldBeTrue();
        (await answer.Content.ReadAsStringAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_sign_in_page_holds_no_inline_script()
    {
        using var browser = web.NewBrowser();
        var page = await browser.HtmlAsync("/sign-in");
        foreach (var script in page.Split("<script").Skip(1))
        {
            script.ShouldContain("src=");
        }

        page.ShouldNotContain("<style");
    }

    [Fact]
    public async Task The_theme_may_be_kept_by_the_browser()
    {
        using var browser = web.NewBrowser();
        using var answer = await browser.GetAsync("/css/app.css");
        answer.IsSuccessStatusCode.ShouldBeTrue();
        answer.Headers.CacheControl!.NoStore.ShouldBeFalse();
    }
}

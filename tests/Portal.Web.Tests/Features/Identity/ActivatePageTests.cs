using System.Net;
using Portal.Features.Identity.Invitations;
using Portal.Kernel.Access;
using Portal.Tests.Features.Identity;

namespace Portal.Web.Tests.Features.Identity;

public sealed class ActivatePageTests(WebFixture web) : IClassFixture<WebFixture>
{
    private const string Chosen = "seven green kettles sing";

    private const string Cookie = "__Host-portal-activation";

    // As the command line makes one: without a name. There is one of those a database, and these tests want several.
    private async Task<string> TokenAsync()
    {
        var book = web.Get<InvitationBook>();
        var row = book.New(Guid.NewGuid(), $"{Guid.NewGuid():N}@people.example", null, Role.Nurse, null);
        var link = book.Open(row, TimeSpan.FromHours(1));
        await using var db = web.Get<Data.PortalDatabase>().Open();
        db.Add(row);
        await db.SaveChangesAsync();
        return link.Token;
    }

    [Fact]
    [Trait("Norm", "ASVS 14.2.1")]
    public async Task The_token_goes_from_the_form_into_a_cookie_and_is_in_no_address()
    {
        using var browser = web.NewBrowser();
        var token = await TokenAsync();
        using var answer = await browser.SubmitAsync("/activate", ("Link", token));
        answer.Headers.Location!.PathAndQuery.ShouldBe("/activate");
        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith(Cookie, StringComparison.Ordinal));
        cookie.ShouldContain("secure; samesite=strict; httponly");
        var page = await browser.HtmlAsync("/activate");
        PasswordInput.ShouldTakePasting(page, "new-password");
        page.ShouldNotContain(token);
    }

    [Fact]
    public async Task A_password_that_is_refused_says_why_and_the_next_one_goes_on_to_the_second_factor()
    {
        using var browser = web.NewBrowser();
        using var open = await browser.SubmitAsync("/activate", ("Link", await TokenAsync()));
        using var refused = await ActivateAsync(browser, "Nora", "Password2024!");
        var page = await refused.Content.ReadAsStringAsync();
        page.ShouldContain("among the first that are guessed");
        page.ShouldContain("value=\"Nora\"", Case.Sensitive, "what was typed is kept");
        page.ShouldNotContain("Password2024!");
        using var nameless = await ActivateAsync(browser, " ", Chosen);
        (await nameless.Content.ReadAsStringAsync()).ShouldContain("Type your name");

        using var taken = await ActivateAsync(browser, "Nora", Chosen);
        taken.Headers.Location!.PathAndQuery.ShouldBe("/sign-in/enrol");
        browser.Cookie(Cookie).ShouldBeNull();
        using var home = await browser.GetAsync("/");
        home.StatusCode.ShouldBe(HttpStatusCode.Redirect, "the link alone must not be a way in");
    }

    [Fact]
    public async Task A_name_that_looks_like_markup_stays_text()
    {
        using var browser = web.NewBrowser();
        using var open = await browser.SubmitAsync("/activate", ("Link", await TokenAsync()));
        using var refused = await ActivateAsync(browser, "\"><script>alert(1)</script>", "short");
        (await refused.Content.ReadAsStringAsync()).ShouldNotContain("<script>alert");
    }

    [Fact]
    public async Task Unknown_and_used_links_get_the_same_answer()
    {
        var token = await TokenAsync();
        using (var first = web.NewBrowser())
        {
            using var open = await first.SubmitAsync("/activate", ("Link", token));
            using var set = await ActivateAsync(first, "Nora", Chosen);
        }

        var (used, unknown) = (await RefusalAsync(token), await RefusalAsync(new string('A', 43)));
        used.ShouldBe(unknown);
        used.ShouldContain("Ask whoever gave it to you");
    }

    [Fact]
    public async Task A_page_without_a_link_says_what_to_open() =>
        (await web.NewBrowser().HtmlAsync("/activate")).ShouldContain("Open the link that you were given");

    private static Task<HttpResponseMessage> ActivateAsync(Browser browser, string name, string password) =>
        browser.SubmitFormAsync("/activate", "Password", ("Name", name), ("Password", password));

    private async Task<string> RefusalAsync(string token)
    {
        using var browser = web.NewBrowser();
        using var answer = await browser.SubmitAsync("/activate", ("Link", token));
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        return html[html.IndexOf("role=\"alert\"", StringComparison.Ordinal)..html.IndexOf("/sign-in\"", StringComparison.Ordinal)];
    }
}

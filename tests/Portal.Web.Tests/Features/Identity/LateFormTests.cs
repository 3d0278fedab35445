using System.Net;

namespace Portal.Web.Tests.Features.Identity;

/// <summary>Forms that are sent when what opened them is gone: somebody took her time, or sent the form twice.</summary>
public sealed class LateFormTests(WebFixture web) : IClassFixture<WebFixture>
{
    [Theory]
    [InlineData("/activate", "activate", "Link", "__Host-portal-activation", "This link does not work")]
    [InlineData("/recover", "recover", "Link", "__Host-portal-recovery", "This link does not work")]
    [InlineData("/activate/patient", "account", "Birth", "__Host-portal-desk", "Type code and birth date again")]
    public async Task A_password_that_comes_too_late_gets_the_page_that_says_what_to_do(string page, string form, string field, string cookie, string sentence)
    {
        using var browser = web.NewBrowser();
        var token = Browser.HiddenIn(await browser.HtmlAsync(page), field).Single(one => one.Name == "__RequestVerificationToken");
        foreach (var held in new[] { null, "no-such-token" })
        {
            if (held is not null)
            {
                browser.SetCookie(cookie, held);
            }

            using var answer = await browser.PostAsync(page, ("_handler", form), token, ("Password", "nine quiet harbours wait"), ("Email", "late@people.example"));
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await answer.Content.ReadAsStringAsync()).ShouldContain(sentence);
            browser.Cookie(cookie).ShouldBeNull();
        }
    }
}

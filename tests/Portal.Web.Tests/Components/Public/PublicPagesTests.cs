using Portal.Kernel.Access;
using Portal.Web.Components.Public;

namespace Portal.Web.Tests.Components.Public;

public sealed class PublicPagesTests(WebFixture web) : IClassFixture<WebFixture>
{
    [Fact]
    public async Task Anybody_reads_who_may_do_what_in_words_for_every_role()
    {
        using var nobody = web.NewBrowser();
        var page = await nobody.HtmlAsync("/permissions");
        page.ShouldNotContain("May.", Case.Sensitive);
        page.ShouldNotContain("Role.", Case.Sensitive);
        page.Split("<h2>").Length.ShouldBe(Roles.OfPeople.Count + 2, "one heading a role, and one for the browser");
        Roles.OfPeople.Sum(role => Roles.PermissionsOf(role).Count).ShouldBeLessThan(page.Split("<li>").Length);
    }

    [Fact]
    [Trait("Norm", "GDPR 13")]
    public async Task Anybody_reads_the_privacy_notice_and_it_names_every_cookie()
    {
        using var nobody = web.NewBrowser();
        var page = await nobody.HtmlAsync("/privacy");
        page.ShouldNotContain("Privacy.", Case.Sensitive);
        PrivacyPage.Cookies.ShouldAllBe(cookie => page.Contains(cookie.Name));
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/not-found")]
    public async Task Both_are_reached_from_the_foot_of_each_page(string page)
    {
        using var nobody = web.NewBrowser();
        var html = await nobody.HtmlAsync(page);
        html.ShouldContain("href=\"/privacy\"");
        html.ShouldContain("href=\"/permissions\"");
    }
}

using Portal.Kernel.Access;

namespace Portal.Web.Tests.Security;

/// <summary>Patients get the roomy page with large targets, staff the dense one with the bar.</summary>
public sealed class LayoutTests(WebFixture web) : IClassFixture<WebFixture>
{
    public static TheoryData<Role> People() => [.. Roles.OfPeople];

    [Theory]
    [MemberData(nameof(People))]
    public async Task Each_role_gets_its_layout(Role role)
    {
        using var browser = await new WebPeople(web).SignedInAsync(role);

        var page = await browser.HtmlAsync(Roles.Permit(role, Permission.SearchPatients) ? "/patients" : "/");

        page.Contains("<div class=\"roomy\">", StringComparison.Ordinal).ShouldBe(role == Role.Patient);
        page.ShouldContain("<main id=\"main\"");
    }
}

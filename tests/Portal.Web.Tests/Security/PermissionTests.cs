using System.Net;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Features.Identity;

namespace Portal.Web.Tests.Security;

public sealed class PermissionTests(WebFixture web) : IClassFixture<WebFixture>
{
    private readonly WebPeople people = new(web);

    [Theory]
    [InlineData(Role.Patient)]
    [InlineData(Role.Clinician)]
    [InlineData(Role.BillingClerk)]
    [InlineData(Role.Administrator)]
    [Trait("Norm", "164.312(b)")]
    public async Task A_role_sees_the_pages_of_its_permissions_and_each_other_try_is_refused_and_audited(Role role)
    {
        using var browser = web.NewBrowser();
        var person = await people.NewAsync(role);
        using var signedIn = await WebPeople.SignInAsync(browser, person);
        foreach (var permission in Enum.GetValues<Permission>())
        {
            using var answer = await browser.GetAsync($"/only/{permission}");
            var expected = Roles.Permit(role, permission) ? HttpStatusCode.OK : HttpStatusCode.Redirect;
            answer.StatusCode.ShouldBe(expected, $"{role} asks for {permission}");
        }

        var refused = await new People(web.Core).EntriesAsync(entry => entry is { Action: AuditAction.Visit, Outcome: AuditOutcome.Denied } && entry.Account == person.Id);
        refused.ShouldAllBe(entry => entry.Ip != null);
        refused.Select(entry => entry.Reason!).Order().ShouldBe(Enum.GetValues<Permission>().Where(p => !Roles.Permit(role, p)).Select(p => $"lacks-{p}").Order());
    }

    [Fact]
    public async Task The_page_that_tells_of_a_refusal_answers_403()
    {
        using var browser = await people.SignedInAsync(Role.Administrator);
        using var refused = await browser.GetAsync("/only/SearchPatients");
        refused.Headers.Location!.OriginalString.ShouldBe("/denied");
        using var denied = await browser.GetAsync("/denied");
        denied.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await denied.Content.ReadAsStringAsync()).ShouldContain("not open to you");
    }

    [Fact]
    public async Task What_says_nothing_asks_for_a_session()
    {
        using var nobody = web.NewBrowser();
        using var refused = await nobody.GetAsync("/unmarked");
        refused.Headers.Location!.OriginalString.ShouldStartWith("/sign-in");
        using var circuit = await nobody.PostAsync("/_blazor/negotiate?negotiateVersion=1");
        circuit.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var somebody = await people.SignedInAsync(Role.Patient);
        using var open = await somebody.GetAsync("/unmarked");
        open.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}

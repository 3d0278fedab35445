using System.Net;
using Portal.Kernel.Access;

namespace Portal.Web.Tests.Features.Identity;

public sealed class PeoplePageTests(WebFixture web) : IClassFixture<WebFixture>
{
    private readonly WebPeople people = new(web);

    [Theory]
    [InlineData(Role.Administrator, true)]
    [InlineData(Role.ComplianceOfficer, true)]
    [InlineData(Role.Clinician, false)]
    [InlineData(Role.Patient, false)]
    [Trait("Norm", "164.308(a)(4)")]
    public async Task The_page_is_open_to_those_who_may_see_accounts_and_its_first_answer_holds_nobody(Role role, bool may)
    {
        using var browser = await people.SignedInAsync(role);
        using var answer = await browser.GetAsync("/people");
        answer.StatusCode.ShouldBe(may ? HttpStatusCode.OK : HttpStatusCode.Redirect);
        // The list comes over the circuit: it is in no HTML that could be kept.
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("@people.example");
    }

    [Theory]
    [InlineData(Role.Administrator, true)]
    [InlineData(Role.Nurse, false)]
    public async Task The_menu_leads_there_for_those_alone(Role role, bool leads)
    {
        using var browser = await people.SignedInAsync(role);
        var html = await browser.HtmlAsync(role == Role.Nurse ? "/patients" : "/");
        html.Contains("href=\"/people\"", StringComparison.Ordinal).ShouldBe(leads);
    }
}

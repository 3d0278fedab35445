using Bunit;
using Portal.Kernel.Access;
using Portal.Kernel.Findings;
using Portal.Tests.Features.Findings;
using Portal.Web.Features.Findings;
using Portal.Web.Tests.Screens;

namespace Portal.Web.Tests.Features.Findings;

/// <summary>One finding: what is judged is what is read.</summary>
[Trait("Norm", "164.308(a)(1)(ii)(D)")]
public sealed class FindingPageTests(WebFixture web) : IClassFixture<WebFixture>
{
    private readonly FindingRows rows = new(web.Core);

    [Fact]
    public async Task A_page_that_is_kept_for_another_finding_shows_and_reviews_that_one()
    {
        var (one, other) = (await rows.RaiseAsync(FindingKind.Export), await rows.RaiseAsync(FindingKind.OffHours));
        await using var screen = await Screen<FindingPage>.OpenAsync(web, Role.ComplianceOfficer, "/findings/x", page => page.Add(p => p.Id, one.Id));
        screen.Await("#review-note").Change("About the first.");
        screen.Page.Render(page => page.Add(p => p.Id, other.Id));
        screen.Until(() => screen.Page.Find("h1").TextContent.Contains("hours", StringComparison.OrdinalIgnoreCase) && screen.Page.FindAll("#review-note").Count == 1);
        screen.Page.Find("#review-note").GetAttribute("value").ShouldBeNullOrEmpty();

        screen.Page.Find($"input[value={FindingOutcome.Explained}]").Change(true);
        screen.Page.Find("#review-note").Change("About the second.");
        screen.Page.Find(".finding-form").Submit();

        screen.Await("#outcome");
        (await rows.RowAsync(one.Id)).ReviewedAt.ShouldBeNull();
        (await rows.RowAsync(other.Id)).ReviewedAt.ShouldNotBeNull();
    }
}

using Portal.ArchitectureTests.Reading;

namespace Portal.ArchitectureTests.Pages;

public sealed class PageTests
{
    [Fact]
    [Trait("Norm", "164.312(d)")]
    public void Every_page_says_who_may_see_it_and_the_open_ones_are_a_fixed_list() =>
        PageLaws.Violations(Assemblies.Web, PageLaws.Anonymous).ShouldBeEmpty();

    [Fact]
    public void Every_page_on_the_list_of_open_ones_exists() =>
        PageLaws.Anonymous.ShouldBeSubsetOf(PageLaws.AllRoutes(Assemblies.Web));

    [Theory]
    [InlineData("UnguardedPage has a route and says not who may see it")]
    [InlineData("/open is open to everybody and not on the list")]
    [InlineData("/listed is on the list of open pages and is not open")]
    public void A_page_that_breaks_the_law_is_found(string fault) =>
        PageLaws.Violations(Assemblies.Samples, new HashSet<string> { "/listed" }).ShouldContain(line => line.Contains(fault));

    [Fact]
    [Trait("Norm", "ASVS 14.3.1")]
    public void Pages_about_patients_are_not_prerendered()
    {
        PageLaws.Prerendered(Assemblies.Web, "Portal.Web.Features.Patients").ShouldBeEmpty();
        PageLaws.Prerendered(Assemblies.Web, "Portal.Web.Features.Identity").ShouldNotBeEmpty("those are static, so the look for prerendering must find them");
        PageLaws.Prerendered(Assemblies.Samples, "Portal.ArchitectureTests.Samples").ShouldContain(name => name.EndsWith("PrerenderedPage"));
        PageLaws.Prerendered(Assemblies.Samples, "Portal.ArchitectureTests.Samples").ShouldNotContain(name => name.EndsWith("CircuitPage"));
    }
}

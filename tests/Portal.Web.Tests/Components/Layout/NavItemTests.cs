using Portal.Kernel.Access;
using Portal.Web.Components.Layout;

namespace Portal.Web.Tests.Components.Layout;

public sealed class NavItemTests
{
    [Theory]
    [InlineData("/audit", "/audit")]
    [InlineData("/audit/01a2001f-d2f2-7b1c-85d7-b7b7390bfccd", "/audit")]
    [InlineData("/audit/verify", "/audit/verify")]
    [InlineData("/people/7", "/people")]
    public void One_place_of_the_menu_is_the_nearest_to_a_page(string path, string nearest) =>
        NavItem.For(Role.ComplianceOfficer)
            .Where(item => (path == item.Address || path.StartsWith(item.Address + "/", StringComparison.Ordinal)) && item.IsNearest(path))
            .ShouldHaveSingleItem().Address.ShouldBe(nearest);
}

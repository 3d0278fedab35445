using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Portal.Kernel.Access;
using Portal.Web.Components.Layout;

namespace Portal.Web.Tests.Components.Layout;

public sealed class PlaceLinkTests : BunitContext
{
    [Theory]
    [InlineData("/findings", "/findings")]
    [InlineData("/reports", "/findings")]
    [InlineData("/reports/01a2001f-d2f2-7b1c-85d7-b7b7390bfccd", "/findings")]
    [InlineData("/audit/verify", "/audit/verify")]
    [InlineData("/notices", null)]
    [InlineData("/reportsandmore", null)]
    public void One_place_of_the_menu_is_marked_as_the_one_where_the_page_is(string path, string? marked)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(path);
        NavItem.For(Role.ComplianceOfficer).Where(IsMarked).Select(place => place.Address).ShouldBe(marked is null ? [] : [marked]);
    }

    private bool IsMarked(NavItem place) =>
        Render<PlaceLink>(p => p.Add(link => link.Place, place).AddUnmatched("href", place.Address)).Find("a").GetAttribute("aria-current") == "page";
}

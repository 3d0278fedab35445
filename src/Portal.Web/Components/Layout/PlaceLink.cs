using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Portal.Web.Components.Layout;

/// <summary>A link of the menu. It is the current one on its page and on those below it, unless a place of the menu of its own lies there.</summary>
public sealed class PlaceLink : NavLink
{
    /// <summary>The place it leads to.</summary>
    [Parameter, EditorRequired]
    public NavItem Place { get; set; } = default!;

    /// <inheritdoc/>
    protected override bool ShouldMatch(string uriAbsolute) => Place.HasAlso(new Uri(uriAbsolute).AbsolutePath) || (base.ShouldMatch(uriAbsolute) && Place.IsNearest(new Uri(uriAbsolute).AbsolutePath));
}

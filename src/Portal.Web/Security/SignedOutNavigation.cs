using Microsoft.AspNetCore.Components;
using Portal.Features.Identity.Sessions;

namespace Portal.Web.Security;

/// <summary>The way out of a page whose session has ended.</summary>
internal static class SignedOutNavigation
{
    /// <summary>Leaves for the page that says so and offers to come back here; what is shown goes with the page.</summary>
    public static void ToSignedOut(this NavigationManager navigation) =>
        navigation.NavigateTo(
            SessionEndpoints.SignedOut(SessionEnding.None, "/" + navigation.ToBaseRelativePath(navigation.Uri)),
            new NavigationOptions { ForceLoad = true, ReplaceHistoryEntry = true });
}

using Portal.Web.Components;
using Portal.Web.Security;
using Radzen;

namespace Portal.Web;

/// <summary>The web side of the portal, the same for the binary and for tests. The core is added apart (<see cref="PortalServices.AddPortal"/>).</summary>
internal static class PortalHost
{
    public static IServiceCollection AddPortalWeb(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddRadzenComponents();
        services.AddLocalization();
        return services.AddPortalSecurity();
    }

    public static void UsePortalWeb(this WebApplication app)
    {
        app.UsePortalSecurity();
        app.MapPortalSecurity();
        app.MapStaticAssets().AllowAnonymous();
        // The security headers name the frame ancestors, for every response.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = null);
    }
}

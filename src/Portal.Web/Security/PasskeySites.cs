using Portal.Features.Identity.Passkeys;
using Portal.Web.Hosting.Settings;

namespace Portal.Web.Security;

/// <summary>The site that passkeys belong to: the address that people know the portal by, or localhost while it serves nobody else. Never what a request says.</summary>
internal static class PasskeySites
{
    public static PasskeySite Of(PortalSettings settings, int port) =>
        settings.Url is { } url ? PasskeySite.Of(url)
        : settings.Https.Certificate is null ? PasskeySite.Of(new UriBuilder(Uri.UriSchemeHttps, "localhost", port).Uri)
        : PasskeySite.None;
}

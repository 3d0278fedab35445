using Microsoft.AspNetCore.Diagnostics;
using Portal.Features.Identity;
using Portal.Web.Hosting.Refused;
using Portal.Web.Hosting.Settings;

namespace Portal.Web.Hosting;

/// <summary>
/// A circuit is opened by pages of this portal and by nobody else's (ASVS 4.4.2): browsers send cookies along with a WebSocket from any site, and only the
/// origin tells whose page asked. A browser that names none must say at least that the request comes from the same origin.
/// </summary>
internal sealed class HubOrigin(RequestDelegate next, PortalSettings settings, RefusalBook refusals)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (!http.Request.Path.StartsWithSegments("/_blazor") || IsOwn(http.Request))
        {
            await next(http);
            return;
        }

        http.Features.Get<IStatusCodePagesFeature>()?.Enabled = false;
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        await refusals.WriteAsync(http, VisitRefusal.ForeignOrigin, http.RequestAborted);
    }

    // The list of start-up scripts says nothing of anybody, and older browsers ask for it without a word about themselves.
    private bool IsOwn(HttpRequest request) => request.Headers.Origin is [var origin, ..] all
        ? all.Count == 1 && (Same(origin, $"{request.Scheme}://{request.Host}") || (settings.Url is { } url && Same(origin, url.GetLeftPart(UriPartial.Authority))))
        : request.Headers["Sec-Fetch-Site"] == "same-origin" || (HttpMethods.IsGet(request.Method) && request.Path.StartsWithSegments("/_blazor/initializers"));

    private static bool Same(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

using Microsoft.AspNetCore.RateLimiting;
using Portal.Features.Identity.Senders;
using Portal.Web.Hosting.Settings;
using Portal.Web.Security;

namespace Portal.Web.Hosting.Limits;

/// <summary>
/// The limits of forms once more, counted for all nodes together; it stands behind the node's own, so that what a flood costs the database is bounded by them.
/// </summary>
internal sealed class SharedLimits(RequestDelegate next, PortalSettings settings, CountSender senders, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (NameOf(http) is not { } name || await MayAsync(http, name, settings.Limits.Of(name)))
        {
            await next(http);
            return;
        }

        var window = settings.Limits.Of(name).Window.Ticks;
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        await RateLimits.TellAsync(http, TimeSpan.FromTicks(window - (clock.GetUtcNow().UtcTicks % window)), http.RequestAborted);
    }

    // Files are counted for accounts, on the node; to look at a form costs nobody anything.
    private static string? NameOf(HttpContext http) => HttpMethods.IsPost(http.Request.Method)
        && http.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName is { } name && name != LimitNames.Download ? name : null;

    private async Task<bool> MayAsync(HttpContext http, string name, Limit limit)
    {
        try
        {
            var form = new SentForm(name, RateLimits.PrefixOf(http.Connection.RemoteIpAddress), limit.Permits, limit.Window);
            return await senders.ForAsync(PrincipalActor.NobodyAt(http), form, http.RequestAborted);
        }
        catch (Exception failure) when (PassingFailure.Is(failure))
        {
            // Nothing can be tried while the database is away; the page says so.
            return true;
        }
    }
}

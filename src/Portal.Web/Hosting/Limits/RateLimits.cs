using System.Globalization;
using System.Net;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.RateLimiting;
using Portal.Features.Identity;
using Portal.Web.Hosting.Refused;
using Portal.Web.Hosting.Settings;

namespace Portal.Web.Hosting.Limits;

/// <summary>
/// Limits for one sender (ASVS 6.3.1, 2.4.1). They keep one node from being flooded and are counted in its memory; forms are counted once more for all nodes
/// together (<see cref="SharedLimits"/>), and so are tries with an account's password and codes (decision 0037).
/// </summary>
internal static class RateLimits
{
    private const string Circuit = "/_blazor";

    private static readonly TimeSpan Unknown = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddRateLimits(this IServiceCollection services, LimitSettings limits) => services
        .AddSingleton<RefusalBook>()
        .AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = (refused, cancel) => new ValueTask(TellAsync(
                refused.HttpContext, refused.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Unknown, cancel));
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => OfCircuit(http, limits.Circuits));
            foreach (var name in LimitNames.All)
            {
                options.AddPolicy(name, http => Of(http, name, limits.Of(name)));
            }
        });

    /// <summary>Whom a request is counted for: the account, else the network address, of IPv6 the part that one customer is given.</summary>
    internal static string SenderOf(HttpContext http) =>
        http.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? PrefixOf(http.Connection.RemoteIpAddress);

    internal static string PrefixOf(IPAddress? address)
    {
        if (address is null)
        {
            return "";
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.GetAddressBytes() is { Length: 16 } six ? Convert.ToHexString(six.AsSpan(0, 8)) : plain.ToString();
    }

    // Looking at a form costs nobody anything; a file does.
    private static RateLimitPartition<string> Of(HttpContext http, string name, Limit limit) => name != LimitNames.Download && !HttpMethods.IsPost(http.Request.Method)
        ? RateLimitPartition.GetNoLimiter("")
        : RateLimitPartition.GetFixedWindowLimiter(
            name == LimitNames.Download ? SenderOf(http) : PrefixOf(http.Connection.RemoteIpAddress),
            _ => new FixedWindowRateLimiterOptions { PermitLimit = limit.Permits, Window = limit.Window });

    // The request of a WebSocket lasts as long as its page is open.
    private static RateLimitPartition<string> OfCircuit(HttpContext http, int most) => http.Request.Path.StartsWithSegments(Circuit) && IsSocket(http)
        ? RateLimitPartition.GetConcurrencyLimiter(SenderOf(http), _ => new ConcurrencyLimiterOptions { PermitLimit = most })
        : RateLimitPartition.GetNoLimiter("");

    // Over HTTP/1.1 by an upgrade, over HTTP/2 by a CONNECT.
    private static bool IsSocket(HttpContext http) =>
        http.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } || http.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    /// <summary>Says when to come back, and writes the refusal down.</summary>
    internal static async Task TellAsync(HttpContext http, TimeSpan wait, CancellationToken cancel)
    {
        http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (http.Request.Path.StartsWithSegments(Circuit))
        {
            http.Features.Get<IStatusCodePagesFeature>()?.Enabled = false;
        }

        await http.RequestServices.GetRequiredService<RefusalBook>().WriteAsync(http, VisitRefusal.RateLimit, cancel);
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Portal.Web.Tests.Routes;

/// <summary>An address that the running host answers, as its own list of endpoints has it.</summary>
/// <param name="Method">How it is asked for.</param>
/// <param name="Pattern">Its pattern.</param>
/// <param name="Path">An example, with ids that nobody has.</param>
/// <param name="Endpoint">What answers.</param>
internal sealed record PortalRoute(string Method, string Pattern, string Path, RouteEndpoint Endpoint)
{
    public static IReadOnlyList<PortalRoute> Of(IServiceProvider host) =>
        [.. Endpoints(host).Where(one => !IsStatic(one)).SelectMany(Methods).DistinctBy(one => (one.Method, one.Pattern)).OrderBy(one => one.Pattern, StringComparer.Ordinal).ThenBy(one => one.Method, StringComparer.Ordinal)];

    /// <summary>Styles, scripts, icons: one address each, without what the build adds to names.</summary>
    public static IReadOnlyList<string> StaticOf(IServiceProvider host) =>
        [.. Endpoints(host).Where(IsStatic).Select(one => "/" + one.RoutePattern.RawText!.TrimStart('/')).Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<RouteEndpoint> Endpoints(IServiceProvider host) => host.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static bool IsStatic(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null;

    private static IEnumerable<PortalRoute> Methods(RouteEndpoint endpoint) =>
        (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } named ? named : ["GET"])
        .Select(method => new PortalRoute(method, "/" + endpoint.RoutePattern.RawText!.TrimStart('/'), PathOf(endpoint), endpoint));

    private static string PathOf(RouteEndpoint endpoint) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments
        .Select(segment => string.Concat(segment.Parts.Select(part => part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : $"{Guid.Empty}"))));
}

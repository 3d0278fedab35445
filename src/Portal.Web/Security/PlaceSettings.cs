using System.Net;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity.Sessions;

namespace Portal.Web.Security;

/// <summary>Reads <c>Portal:Places</c>: a list of <c>Network</c> (as 10.1.0.0/16) and <c>Name</c>. A list, because an IPv6 range cannot be a setting's name.</summary>
internal static class PlaceSettings
{
    /// <exception cref="PortalSetupException">A range cannot be read, or one has no name.</exception>
    public static Places Read(IConfiguration configuration) =>
        new([.. configuration.GetSection("Portal:Places").GetChildren().Select(PlaceOf)]);

    private static Place PlaceOf(IConfigurationSection setting)
    {
        var name = setting.Path.Replace(":", "__", StringComparison.Ordinal);
        return IPNetwork.TryParse(setting["Network"], out var network) && setting["Name"]?.Trim() is { Length: > 0 and <= 80 } called
            ? new Place(network, called)
            : throw new PortalSetupException($"{name} needs a Network such as 10.1.0.0/16, whose address is the range's first, and a Name.");
    }
}

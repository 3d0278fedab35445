using System.Net;

namespace Portal.Features.Identity.Sessions;

/// <summary>A named range of addresses, such as a ward's.</summary>
/// <param name="Network">The range.</param>
/// <param name="Name">What people call it.</param>
public sealed record Place(IPNetwork Network, string Name);

/// <summary>Where an address is, in words of the house. No map of the world: what is not named here is outside.</summary>
/// <param name="Known">The ranges, in any order.</param>
public sealed record Places(IReadOnlyList<Place> Known)
{
    /// <summary>No range has a name.</summary>
    public static Places None { get; } = new([]);

    /// <summary>The name of the narrowest range that holds the address; <c>null</c> for one outside all of them.</summary>
    public string? NameOf(IPAddress? address)
    {
        var plain = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return plain is null ? null : Known.Where(place => place.Network.Contains(plain)).MaxBy(place => place.Network.PrefixLength)?.Name;
    }
}

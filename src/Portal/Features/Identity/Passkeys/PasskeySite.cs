using System.Net;

namespace Portal.Features.Identity.Passkeys;

/// <summary>The site that passkeys belong to (WebAuthn: relying party). It comes from the configuration and never from a request, whose host anybody can invent.</summary>
/// <param name="Domain">The relying party's id: the host that people know the portal by. Passkeys made for one host open no other.</param>
/// <param name="Origin">Scheme, host and port of the pages that may ask for a passkey.</param>
public sealed record PasskeySite(string Domain, string Origin)
{
    /// <summary>No passkeys: nobody said by which address people know the portal, or the address has no host name.</summary>
    public static PasskeySite None { get; } = new("", "");

    /// <summary>Whether passkeys can be made and used.</summary>
    public bool IsUsable => Domain.Length > 0;

    /// <summary>The site of an address; <see cref="None"/> for one by number, which WebAuthn does not allow, and for one without TLS.</summary>
    public static PasskeySite Of(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.Scheme != Uri.UriSchemeHttps || IPAddress.TryParse(address.Host.Trim('[', ']'), out _)
            ? None
            : new PasskeySite(address.IdnHost, address.GetLeftPart(UriPartial.Authority).Replace(address.Host, address.IdnHost, StringComparison.Ordinal));
    }
}

namespace Portal.Features.Identity.Recovery;

/// <summary>A link that lets a person back into the own account, once. It is shown when it is made and cannot be shown again: the database holds a hash.</summary>
/// <param name="Token">256 random bits, base64url.</param>
/// <param name="ExpiresAt">From then on it opens nothing.</param>
public sealed record RecoveryLink(string Token, DateTimeOffset ExpiresAt)
{
    /// <summary>The link's address. The token is the fragment, which a browser sends to no server.</summary>
    /// <param name="portal">The address that people reach this portal at.</param>
    public string At(Uri portal) => $"{new Uri(portal, "/recover")}#{Token}";

    /// <inheritdoc/>
    public override string ToString() => "RecoveryLink";
}

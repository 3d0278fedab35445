namespace Portal.Web.Security;

/// <summary>The names of the authentication scheme, its cookies and its claims.</summary>
internal static class PortalScheme
{
    public const string Name = "Portal";

    /// <summary>A full session. <c>__Host-</c> binds it to this host, TLS and the whole site (RFC 6265bis).</summary>
    public const string SessionCookie = "__Host-portal";

    /// <summary>A sign-in that waits for its second factor; it authenticates nobody.</summary>
    public const string WaitingCookie = "__Host-portal-signin";

    public const string SessionClaim = "portal:session";

    public const string PatientClaim = "portal:patient";

    public const string IpClaim = "portal:ip";

    public const string AgentClaim = "portal:agent";
}

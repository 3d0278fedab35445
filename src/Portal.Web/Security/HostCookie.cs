namespace Portal.Web.Security;

/// <summary>What all cookies of the portal have in common: bound to this host and to TLS, and closed to scripts.</summary>
internal static class HostCookie
{
    /// <param name="site">Whether a link on another site brings it along.</param>
    /// <param name="age">How long the browser keeps it; <c>null</c> for as long as it is open.</param>
    public static CookieOptions Options(SameSiteMode site, TimeSpan? age = null) =>
        new() { Secure = true, HttpOnly = true, SameSite = site, Path = "/", IsEssential = true, MaxAge = age };
}

namespace Portal.Web.Security;

/// <summary>Writes and removes the two cookies of a session. They live as long as the browser; how long the session lives is the server's affair.</summary>
internal static class SessionCookies
{
    public static string? Waiting(HttpContext http) => http.Request.Cookies[PortalScheme.WaitingCookie];

    public static void BeginWaiting(HttpContext http, string token) => http.Response.Cookies.Append(PortalScheme.WaitingCookie, token, Options);

    public static void BeginSession(HttpContext http, string token)
    {
        http.Response.Cookies.Delete(PortalScheme.WaitingCookie, Options);
        http.Response.Cookies.Append(PortalScheme.SessionCookie, token, Options);
        DeviceCookie.Keep(http);
    }

    /// <summary>Takes away all that opens something, also what a way back into the account left behind.</summary>
    public static void End(HttpContext http)
    {
        http.Response.Cookies.Delete(PortalScheme.WaitingCookie, Options);
        http.Response.Cookies.Delete(PortalScheme.SessionCookie, Options);
        OneTimeCookie.Activation.Remove(http);
        OneTimeCookie.Recovery.Remove(http);
        OneTimeCookie.Desk.Remove(http);
    }

    // Lax, so that a link in a mail opens the portal signed in; forms are guarded by antiforgery tokens.
    private static CookieOptions Options => HostCookie.Options(SameSiteMode.Lax);
}

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

    public static void End(HttpContext http)
    {
        http.Response.Cookies.Delete(PortalScheme.WaitingCookie, Options);
        http.Response.Cookies.Delete(PortalScheme.SessionCookie, Options);
    }

    // Lax, so that a link in a mail opens the portal signed in; forms are guarded by antiforgery tokens.
    private static CookieOptions Options => new() { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true };
}

namespace Portal.Web.Security;

/// <summary>
/// Holds a link's token between opening the link and choosing a password, so that it leaves the address bar at once and a refused password
/// does not cost the link. It authenticates nobody.
/// </summary>
internal static class ActivationCookie
{
    private const string Name = "__Host-portal-activation";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    public static string? Read(HttpContext http) => http.Request.Cookies[Name];

    public static void Write(HttpContext http, string token) => http.Response.Cookies.Append(Name, token, Options(Lifetime));

    public static void Remove(HttpContext http) => http.Response.Cookies.Delete(Name, Options(null));

    private static CookieOptions Options(TimeSpan? age) =>
        new() { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true, MaxAge = age };
}

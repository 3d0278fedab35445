namespace Portal.Web.Components.Layout;

/// <summary>How a browser wants its screens. Two cookies hold it, written by the browser itself (theme.js, keys.js); they say nothing about a person.</summary>
internal static class Preferences
{
    public const string ThemeCookie = "__Host-portal-theme";

    public const string KeysCookie = "__Host-portal-keys";

    /// <summary>The value of <c>data-theme</c>: the colours asked for, <c>null</c> for the system's. In the first HTML, so that nothing flashes.</summary>
    public static string? Theme(HttpContext http) => http.Request.Cookies[ThemeCookie] is "light" or "dark" ? http.Request.Cookies[ThemeCookie] : null;

    /// <summary>The value of <c>data-keys</c>: <c>off</c> where single keys do nothing (WCAG 2.2, 2.1.4).</summary>
    public static string? Keys(HttpContext http) => http.Request.Cookies[KeysCookie] is "off" ? "off" : null;
}

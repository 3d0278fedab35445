namespace Portal.Web.Components.Layout;

/// <summary>How a browser wants its screens. Two cookies hold it, written by the browser itself (theme.js, keys.js); they say nothing about a person.</summary>
internal static class Preferences
{
    /// <summary>The value of <c>data-theme</c>: the colours asked for, <c>null</c> for the system's. In the first HTML, so that nothing flashes.</summary>
    public static string? Theme(HttpContext http) => http.Request.Cookies["portal-theme"] is "light" or "dark" ? http.Request.Cookies["portal-theme"] : null;

    /// <summary>The value of <c>data-keys</c>: <c>off</c> where single keys do nothing (WCAG 2.2, 2.1.4).</summary>
    public static string? Keys(HttpContext http) => http.Request.Cookies["portal-keys"] is "off" ? "off" : null;
}

namespace Portal.Web.Security;

/// <summary>
/// Holds a one-time token between showing it and choosing a password, so that a link leaves the address bar at once and a refused password does not cost it. It
/// authenticates nobody.
/// </summary>
/// <param name="name">What it is called in the browser; one for each way in, so that none is taken for another.</param>
internal sealed class OneTimeCookie(string name)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    /// <summary>What it is called in the browser.</summary>
    public string Name => name;

    /// <summary>The link of an invitation.</summary>
    public static OneTimeCookie Activation { get; } = new("__Host-portal-activation");

    /// <summary>The link of a recovery.</summary>
    public static OneTimeCookie Recovery { get; } = new("__Host-portal-recovery");

    /// <summary>What a code of the desk and the birth date were exchanged for.</summary>
    public static OneTimeCookie Desk { get; } = new("__Host-portal-desk");

    public string? Read(HttpContext http) => http.Request.Cookies[name];

    public void Write(HttpContext http, string token) => http.Response.Cookies.Append(name, token, HostCookie.Options(SameSiteMode.Strict, Lifetime));

    public void Remove(HttpContext http) => http.Response.Cookies.Delete(name, HostCookie.Options(SameSiteMode.Strict));
}

using System.Buffers.Text;
using System.Security.Cryptography;

namespace Portal.Web.Security;

/// <summary>
/// A random token by which the portal knows a browser again, so that a person is told of a sign-in with another one. It authenticates nobody and is kept only
/// after a whole sign-in (ADR 0042).
/// </summary>
internal static class DeviceCookie
{
    public const string Name = "__Host-portal-device";

    private const int Bytes = 32;

    // What browsers keep a cookie for at most; renewed by each sign-in.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(400);

    private static readonly object Item = new();

    /// <summary>The browser's token, or a new one, which it gets if the sign-in succeeds.</summary>
    public static string TokenOf(HttpContext http)
    {
        if (http.Items[Item] is string known)
        {
            return known;
        }

        var token = http.Request.Cookies[Name] is { } sent && LooksLikeOne(sent) ? sent : Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        http.Items[Item] = token;
        return token;
    }

    /// <summary>Gives the browser its token for as long as it keeps one, where this request was a sign-in.</summary>
    public static void Keep(HttpContext http)
    {
        if (http.Items[Item] is string token)
        {
            http.Response.Cookies.Append(Name, token, HostCookie.Options(SameSiteMode.Lax, Lifetime));
        }
    }

    private static bool LooksLikeOne(string token) => Base64Url.IsValid(token, out var length) && length == Bytes;
}

using Portal.Web.Components.Public;

namespace Portal.Web.Tests.Routes;

/// <summary>What every answer carries, whatever it says.</summary>
internal static class Hardened
{
    private static readonly (string Name, string Part)[] Headers =
    [
        ("Content-Security-Policy", "default-src 'self'; script-src 'self'"),
        ("Content-Security-Policy", "frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Permissions-Policy", "camera=()"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ];

    public static void ShouldBeHardened(this HttpResponseMessage answer, bool mayBeKept = false)
    {
        var address = $"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri!.AbsolutePath} ({(int)answer.StatusCode})";
        foreach (var (name, part) in Headers)
        {
            (answer.Headers.TryGetValues(name, out var values) ? string.Join(' ', values) : "").ShouldContain(part, customMessage: $"{name} of {address}");
        }

        var scripts = answer.Headers.GetValues("Content-Security-Policy").SelectMany(policy => policy.Split(';')).Where(part => part.TrimStart().StartsWith("script-src", StringComparison.Ordinal));
        scripts.ShouldAllBe(part => !part.Contains("'unsafe-inline'") && !part.Contains("'unsafe-eval'") && !part.Contains('*'), address);
        answer.Headers.Contains("Server").ShouldBeFalse(address);
        answer.Headers.Contains("X-Powered-By").ShouldBeFalse(address);
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [])
        {
            ShouldBeBound(cookie, address);
        }

        (answer.Headers.CacheControl?.NoStore is true || mayBeKept).ShouldBeTrue($"{address} may be kept by the browser");
    }

    /// <summary>A cookie of the list that people can read, bound to host and TLS, and closed to scripts.</summary>
    public static void ShouldBeBound(string cookie, string address)
    {
        PrivacyPage.Cookies.Select(one => one.Name).ShouldContain(cookie.Split('=')[0], address);
        string[] parts = [.. cookie.Split("; ").Skip(1).Select(part => part.ToLowerInvariant())];
        foreach (var wanted in new[] { "path=/", "secure", "httponly" })
        {
            parts.ShouldContain(wanted, $"{cookie.Split('=')[0]} of {address}");
        }

        parts.ShouldContain(part => part == "samesite=lax" || part == "samesite=strict");
        parts.ShouldNotContain(part => part.StartsWith("domain=", StringComparison.Ordinal));
    }
}

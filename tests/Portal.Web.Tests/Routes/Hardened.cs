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

        answer.Headers.Contains("Server").ShouldBeFalse(address);
        answer.Headers.Contains("X-Powered-By").ShouldBeFalse(address);
        (answer.Headers.CacheControl?.NoStore is true || mayBeKept).ShouldBeTrue($"{address} may be kept by the browser");
    }
}

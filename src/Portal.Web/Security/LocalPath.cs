namespace Portal.Web.Security;

/// <summary>Where to go after signing in: a path of this site and nothing else (ASVS 3.7.2, open redirects).</summary>
internal static class LocalPath
{
    public const string Home = "/";

    public static string Of(string? path) => IsLocal(path) ? path! : Home;

    private static bool IsLocal(string? path) =>
        path is ['/', ..] and not ['/', '/' or '\\', ..] && path.Length <= 512 && !path.Any(char.IsControl) && !path.Contains('\\')
        && !path.StartsWith("/sign-in", StringComparison.OrdinalIgnoreCase) && !path.StartsWith("/sign-out", StringComparison.OrdinalIgnoreCase)
        && !path.StartsWith("/signed-out", StringComparison.OrdinalIgnoreCase);
}

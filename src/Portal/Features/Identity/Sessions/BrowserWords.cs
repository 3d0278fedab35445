namespace Portal.Features.Identity.Sessions;

/// <summary>A browser and a system in plain words, read from what the browser says of itself: enough for a person to know her own devices, proof of nothing.</summary>
/// <param name="Browser">Such as Firefox; <c>null</c> for one that is not known here.</param>
/// <param name="System">Such as Windows; <c>null</c> for one that is not known here.</param>
public sealed record BrowserWords(string? Browser, string? System)
{
    // In this order: most browsers also name those they descend from, and most systems too.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg/", "Edge"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Version/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Windows", "Windows"), ("Macintosh", "Mac"), ("Linux", "Linux"),
    ];

    /// <summary>Reads a user agent.</summary>
    public static BrowserWords Of(string? agent) => new(Find(Browsers, agent ?? ""), Find(Systems, agent ?? ""));

    private static string? Find((string Mark, string Name)[] known, string agent) =>
        known.FirstOrDefault(one => agent.Contains(one.Mark, StringComparison.Ordinal)).Name;
}

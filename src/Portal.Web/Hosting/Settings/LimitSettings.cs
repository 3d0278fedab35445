namespace Portal.Web.Hosting.Settings;

/// <summary>How much one sender may ask for.</summary>
/// <param name="SignIn">Forms of the sign-in for each network address.</param>
/// <param name="PasskeyQuestion">Questions for passkeys, which looking at the sign-in page may send by itself, for each network address.</param>
/// <param name="Recovery">Forms with recovery codes for each network address.</param>
/// <param name="Activation">Forms with one-time links for each network address.</param>
/// <param name="Download">Files for each account.</param>
/// <param name="Circuits">Open pages for each account at a time.</param>
internal sealed record LimitSettings(Limit SignIn, Limit PasskeyQuestion, Limit Recovery, Limit Activation, Limit Download, int Circuits)
{
    // A clinic behind one address signs in at eight o'clock; guessing is stopped by the count for each account, long before.
    public static LimitSettings Read(SettingsReader reader) => new(
        Of(reader, LimitNames.SignIn, 200), Of(reader, LimitNames.PasskeyQuestion, 200), Of(reader, LimitNames.Recovery, 30), Of(reader, LimitNames.Activation, 30), Of(reader, LimitNames.Download, 30),
        reader.Number("Limits:Circuits", unset: 50, least: 1, most: 1_000_000));

    public Limit Of(string name) => name switch
    {
        LimitNames.SignIn => SignIn,
        LimitNames.PasskeyQuestion => PasskeyQuestion,
        LimitNames.Recovery => Recovery,
        LimitNames.Activation => Activation,
        _ => Download,
    };

    private static Limit Of(SettingsReader reader, string name, int permits) => new(
        reader.Number($"Limits:{name}:Permits", permits, least: 1, most: 1_000_000),
        reader.Span($"Limits:{name}:Window", TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)));
}

/// <summary>So many in so much time.</summary>
/// <param name="Permits">How many.</param>
/// <param name="Window">In how much time.</param>
internal sealed record Limit(int Permits, TimeSpan Window);

/// <summary>The limits' names: in the configuration, and on pages and endpoints that are held to them by <c>[EnableRateLimiting]</c>.</summary>
internal static class LimitNames
{
    public const string SignIn = "SignIn";

    /// <summary>Apart from <see cref="SignIn"/>, so that pages that are looked at use up none of its forms.</summary>
    public const string PasskeyQuestion = "PasskeyQuestion";

    public const string Recovery = "Recovery";

    public const string Activation = "Activation";

    /// <summary>For endpoints that hand out files: counted for each account, reads too.</summary>
    public const string Download = "Download";

    public static IReadOnlyList<string> All { get; } = [SignIn, PasskeyQuestion, Recovery, Activation, Download];
}

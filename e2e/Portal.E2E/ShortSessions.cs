namespace Portal.E2E;

/// <summary>A portal of its own whose clinicians are idle after half a minute and warned twenty seconds before (WCAG 2.2.1).</summary>
public sealed class ShortSessions : RunningPortal
{
    public const int WarnSeconds = 20;

    protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["Portal__Sessions__Idle__Clinician"] = "00:00:36",
        ["Portal__Sessions__Warn__Clinician"] = $"00:00:{WarnSeconds}",
    };
}

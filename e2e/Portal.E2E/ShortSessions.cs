namespace Portal.E2E;

/// <summary>A portal of its own whose clinicians are idle after three quarters of a minute and warned 25 seconds before.</summary>
public sealed class ShortSessions : RunningPortal
{
    public const int WarnSeconds = 25;

    protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["Portal__Sessions__Idle__Clinician"] = "00:00:45",
        ["Portal__Sessions__Warn__Clinician"] = $"00:00:{WarnSeconds}",
    };
}

namespace Portal.E2E;

/// <summary>A portal of its own whose clinicians are idle after less than a minute and warned half a minute before.</summary>
public sealed class ShortSessions : RunningPortal
{
    public const int WarnSeconds = 30;

    protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["Portal__Sessions__Idle__Clinician"] = "00:00:50",
        ["Portal__Sessions__Warn__Clinician"] = $"00:00:{WarnSeconds}",
    };
}

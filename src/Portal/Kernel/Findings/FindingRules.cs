using Portal.Kernel.Access;

namespace Portal.Kernel.Findings;

/// <summary>What the portal looks for in the audit log, as the hospital configured it.</summary>
public sealed record FindingRules
{
    private static readonly WorkingHours Day = new(new TimeOnly(6, 0), new TimeOnly(22, 0), WeekdaysOnly: false);

    /// <summary>The rules without any configuration: five refusals in ten minutes, hours by role, UTC.</summary>
    public static FindingRules Default { get; } = new();

    /// <summary>How many refusals of one account are too many.</summary>
    public int Refusals { get; init; } = 5;

    /// <summary>Within how long.</summary>
    public TimeSpan RefusalWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The hospital's clock.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>When each role usually works. Nurses work in shifts round the clock; clerks by day; a role that is not named, from six to ten in the evening.</summary>
    public IReadOnlyDictionary<Role, WorkingHours> Hours { get; init; } = new Dictionary<Role, WorkingHours>
    {
        [Role.Nurse] = WorkingHours.Always,
        [Role.BillingClerk] = new(new TimeOnly(7, 0), new TimeOnly(19, 0), WeekdaysOnly: true),
    };

    /// <summary>For how long a surname that was explained is not raised again.</summary>
    public TimeSpan ExplainedFor { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How long reports are kept.</summary>
    public TimeSpan KeepReports { get; init; } = TimeSpan.FromDays(365);

    /// <summary>When a role usually works.</summary>
    public WorkingHours HoursOf(Role role) => Hours.TryGetValue(role, out var hours) ? hours : Day;

    /// <summary>A moment on the hospital's clock.</summary>
    public DateTime Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone).DateTime;
}

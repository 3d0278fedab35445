using Portal.Kernel.Access;

namespace Portal.Features.Identity.Sessions;

/// <summary>
/// How long a session lives (NIST SP 800-63B-4: 12 h overall; 45 CFR 164.312(a)(2)(iii): idle log-off) and how long before its idle end the person is
/// warned (WCAG 2.2.1). The defaults hold for what is not configured (ADR 0030).
/// </summary>
public sealed record SessionLimits
{
    /// <summary>Time between the password and the code.</summary>
    internal static readonly TimeSpan Pending = TimeSpan.FromMinutes(10);

    /// <summary>What the clocks of several nodes may differ by; a session's time further ahead says that the clock was set back.</summary>
    internal static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LongestStep = TimeSpan.FromMinutes(1);

    /// <summary>What holds where nothing is configured.</summary>
    public static SessionLimits Default { get; } = new();

    /// <summary>From the sign-in to the end, whatever the person does.</summary>
    public TimeSpan Absolute { get; init; } = TimeSpan.FromHours(12);

    /// <summary>From the last input to the end, for roles with a limit of their own.</summary>
    public IReadOnlyDictionary<Role, TimeSpan> Idle { get; init; } = new Dictionary<Role, TimeSpan>();

    /// <summary>From the warning to the idle end, for roles with a time of their own.</summary>
    public IReadOnlyDictionary<Role, TimeSpan> Warn { get; init; } = new Dictionary<Role, TimeSpan>();

    /// <summary>From the last input to the end: 15 minutes for staff and 30 for patients unless configured.</summary>
    public TimeSpan IdleOf(Role role) => Idle.TryGetValue(role, out var idle) ? idle : TimeSpan.FromMinutes(role == Role.Patient ? 30 : 15);

    /// <summary>From the warning to the idle end: one minute unless configured.</summary>
    public TimeSpan WarnOf(Role role) => Warn.TryGetValue(role, out var warn) ? warn : TimeSpan.FromMinutes(1);

    /// <summary>Input is written down at most this often, which is how much earlier than <see cref="IdleOf"/> a session can end.</summary>
    public TimeSpan InputStepOf(Role role) => IdleOf(role) / 15 is var step && step < LongestStep ? step : LongestStep;

    internal bool Permit(Session session, DateTimeOffset now) => session.EndedAt is null && now < EndOf(session);

    /// <summary>When a session ends unless the person does something before.</summary>
    internal DateTimeOffset EndOf(Session session) => session.Stage == SessionStage.Full
        ? Earlier(LastEndOf(session), session.LastInputAt + IdleOf(session.Role))
        : session.CreatedAt + Pending;

    /// <summary>When a full session ends whatever the person does.</summary>
    internal DateTimeOffset LastEndOf(Session session) => session.CreatedAt + Absolute;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}

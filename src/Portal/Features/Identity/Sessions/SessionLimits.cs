using Portal.Kernel.Access;

namespace Portal.Features.Identity.Sessions;

/// <summary>How long a session lives (NIST SP 800-63B-4: 12 h overall; 45 CFR 164.312(a)(2)(iii): idle log-off).</summary>
internal static class SessionLimits
{
    public static readonly TimeSpan Absolute = TimeSpan.FromHours(12);

    /// <summary>Time between the password and the code.</summary>
    public static readonly TimeSpan Pending = TimeSpan.FromMinutes(10);

    /// <summary>What the clocks of several nodes may differ by; a session's time further ahead says that the clock was set back.</summary>
    public static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(5);

    /// <summary>Input is written down at most this often.</summary>
    public static readonly TimeSpan InputStep = TimeSpan.FromMinutes(1);

    public static TimeSpan IdleOf(Role role) => TimeSpan.FromMinutes(role == Role.Patient ? 30 : 15);

    public static bool LivesAt(this Session session, DateTimeOffset now) => session.EndedAt is null && (session.Stage == SessionStage.Full
        ? now < session.CreatedAt + Absolute && now < session.LastInputAt + IdleOf(session.Role)
        : now < session.CreatedAt + Pending);
}

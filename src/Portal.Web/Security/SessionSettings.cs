using System.Globalization;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;

namespace Portal.Web.Security;

/// <summary>
/// Reads <c>Portal:Sessions:Idle:{Role}</c>, <c>Portal:Sessions:Warn:{Role}</c> and <c>Portal:Sessions:Absolute</c>, each written hh:mm:ss. What cannot be
/// meant is refused at the start, in a sentence (ADR 0030).
/// </summary>
internal static class SessionSettings
{
    private const string Section = "Portal:Sessions";

    private static readonly TimeSpan LongestIdle = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestAbsolute = TimeSpan.FromHours(12);
    // WCAG 2.2.1: at least twenty seconds to answer.
    private static readonly TimeSpan ShortestWarning = TimeSpan.FromSeconds(20);

    /// <exception cref="PortalSetupException">Something in it cannot be meant.</exception>
    public static SessionLimits Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        foreach (var unknown in section.GetChildren().Where(child => child.Key is not ("Idle" or "Warn" or "Absolute")))
        {
            throw new PortalSetupException($"{Name(unknown)} is no setting: there are Idle, Warn and Absolute.");
        }

        var limits = new SessionLimits
        {
            Idle = ByRole(section.GetSection("Idle")),
            Warn = ByRole(section.GetSection("Warn")),
            Absolute = section["Absolute"] is null ? SessionLimits.Default.Absolute : Time(section.GetSection("Absolute")),
        };
        Require(limits);
        return limits;
    }

    private static Dictionary<Role, TimeSpan> ByRole(IConfigurationSection section) =>
        section.GetChildren().ToDictionary(RoleOf, Time);

    private static Role RoleOf(IConfigurationSection setting) =>
        Enum.TryParse<Role>(setting.Key, ignoreCase: true, out var role) && Roles.OfPeople.Contains(role) && !char.IsDigit(setting.Key[0])
            ? role
            : throw new PortalSetupException($"{Name(setting)} names no role: the roles are {string.Join(", ", Roles.OfPeople)}.");

    private static TimeSpan Time(IConfigurationSection setting) =>
        TimeSpan.TryParseExact(setting.Value, @"hh\:mm\:ss", CultureInfo.InvariantCulture, out var time)
            ? time
            : throw new PortalSetupException($"{Name(setting)} is no time: write hours, minutes and seconds as 00:15:00.");

    private static void Require(SessionLimits limits)
    {
        if (limits.Absolute > LongestAbsolute || limits.Absolute < ShortestWarning)
        {
            throw new PortalSetupException("Portal__Sessions__Absolute must be 12 hours at most, and at least as long as an idle limit.");
        }

        foreach (var role in Roles.OfPeople)
        {
            RequireOf(role, limits.IdleOf(role), limits.WarnOf(role), limits.Absolute);
        }
    }

    private static void RequireOf(Role role, TimeSpan idle, TimeSpan warn, TimeSpan absolute)
    {
        if (idle > LongestIdle || idle > absolute)
        {
            throw new PortalSetupException($"Portal__Sessions__Idle__{role} must be one hour at most, and no longer than Portal__Sessions__Absolute.");
        }

        if (warn < ShortestWarning || warn >= idle)
        {
            throw new PortalSetupException(
                $"Portal__Sessions__Warn__{role} must leave at least 20 seconds to answer and be shorter than Portal__Sessions__Idle__{role}.");
        }
    }

    private static string Name(IConfigurationSection setting) => setting.Path.Replace(":", "__", StringComparison.Ordinal);
}

using System.Net;
using System.Security.Claims;
using Portal.Features.Identity;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Web.Security;

/// <summary>
/// Between a session and a principal, and between a principal and an actor. Session id, address and browser travel in the
/// principal, because a circuit has no request to ask.
/// </summary>
internal static class PrincipalActor
{
    private const int AgentLength = 256;

    public static Origin OriginOf(HttpContext http)
    {
        var agent = http.Request.Headers.UserAgent.ToString();
        return new Origin(http.Connection.RemoteIpAddress, agent.Length == 0 ? null : agent.Length > AgentLength ? agent[..AgentLength] : agent);
    }

    public static Actor NobodyAt(HttpContext http) =>
        Actor.AnonymousFrom(OriginOf(http) with { Device = DeviceCookie.TokenOf(http), SessionBefore = http.Request.Cookies[PortalScheme.SessionCookie] });

    public static ClaimsPrincipal PrincipalOf(SessionView session, Origin origin)
    {
        List<Claim> claims =
        [
            new(ClaimTypes.NameIdentifier, session.Account.ToString()),
            new(PortalScheme.SessionClaim, session.Session.ToString()),
            new(ClaimTypes.Role, session.Role.ToString()),
        ];
        Add(claims, ClaimTypes.Name, session.Name);
        Add(claims, PortalScheme.PatientClaim, session.Patient?.ToString());
        Add(claims, PortalScheme.IpClaim, origin.Ip?.ToString());
        Add(claims, PortalScheme.AgentClaim, origin.UserAgent);
        return new ClaimsPrincipal(new ClaimsIdentity(claims, PortalScheme.Name));
    }

    /// <summary>The actor of a principal that our own handler made; <c>null</c> for any other.</summary>
    public static Actor? ActorOf(ClaimsPrincipal user)
    {
        if (user.Identity is not { IsAuthenticated: true, AuthenticationType: PortalScheme.Name }
            || !Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var account)
            || !Guid.TryParse(user.FindFirstValue(PortalScheme.SessionClaim), out var session)
            || RoleOf(user) is Role.None)
        {
            return null;
        }

        var ip = IPAddress.TryParse(user.FindFirstValue(PortalScheme.IpClaim), out var address) ? address : null;
        return Actor.Person(new AccountId(account), RoleOf(user), new SessionId(session), new Origin(ip, user.FindFirstValue(PortalScheme.AgentClaim)));
    }

    /// <summary>The record that belongs to the account; <c>null</c> where none does.</summary>
    public static PatientId? PatientOf(ClaimsPrincipal user) =>
        ActorOf(user) is not null && Guid.TryParse(user.FindFirstValue(PortalScheme.PatientClaim), out var patient) ? new PatientId(patient) : null;

    public static Role RoleOf(ClaimsPrincipal user) =>
        Enum.TryParse<Role>(user.FindFirstValue(ClaimTypes.Role), out var role) && Roles.OfPeople.Contains(role) ? role : Role.None;

    private static void Add(List<Claim> claims, string type, string? value)
    {
        if (value is not null)
        {
            claims.Add(new Claim(type, value));
        }
    }
}

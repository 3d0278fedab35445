using Microsoft.AspNetCore.Antiforgery;
using Portal.Features.Identity;
using Portal.Features.Identity.Sessions;

namespace Portal.Web.Security;

/// <summary>What session.js asks. <c>GET /session/state</c> counts as nothing done; <c>POST /session/stay</c>, guarded by a form's token, does.</summary>
internal static class SessionEndpoints
{
    public const string Prefix = "/session";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Prefix + "/state", StateAsync).AllowAnonymous();
        routes.MapPost(Prefix + "/stay", StayAsync).DisableAntiforgery();
    }

    /// <summary>The address to go to when a session has ended, from where the person was.</summary>
    public static string SignedOut(SessionEnding why, string? from)
    {
        var path = LocalPath.Of(from);
        return $"/signed-out?why={WordOf(why)}" + (path == LocalPath.Home ? "" : $"&returnUrl={Uri.EscapeDataString(path)}");
    }

    /// <summary>What the page <c>/signed-out</c> is asked with.</summary>
    public static string WordOf(SessionEnding why) => why switch
    {
        SessionEnding.OwnWish => "wish",
        SessionEnding.Idle => "idle",
        SessionEnding.TooOld => "old",
        SessionEnding.EndedElsewhere => "elsewhere",
        SessionEnding.ByAdministrator => "administrator",
        SessionEnding.RoleTakenAway or SessionEnding.Disabled or SessionEnding.CredentialChanged or SessionEnding.Recovered => "changed",
        _ => "ended",
    };

    private static async Task<IResult> StateAsync(HttpContext http, FindSession sessions)
    {
        if (http.Features.Get<SessionView>() is { } session)
        {
            return Results.Ok(StateOf(session));
        }

        var why = await sessions.EndingByTokenAsync(PrincipalActor.NobodyAt(http), http.Request.Cookies[PortalScheme.SessionCookie], http.RequestAborted);
        return Results.Ok(new { why = WordOf(why) });
    }

    private static async Task<IResult> StayAsync(HttpContext http, IAntiforgery forms, FindSession sessions)
    {
        if (!await forms.IsRequestValidAsync(http) || PrincipalActor.ActorOf(http.User) is not { } actor)
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        await sessions.StayAsync(actor, http.RequestAborted);
        return await sessions.OfAsync(actor, http.RequestAborted) is { } session ? Results.Ok(StateOf(session)) : Results.Ok(new { why = WordOf(SessionEnding.None) });
    }

    // The public id of the session says to a page whether it is still its own, or somebody else has signed in since.
    private static object StateOf(SessionView session) =>
        new { session = session.Session.ToString(), left = Math.Floor(session.Left.TotalSeconds), stay = session.CanStay };
}

using Microsoft.AspNetCore.Antiforgery;
using Portal.Features.Identity;

namespace Portal.Web.Security;

/// <summary>POST <c>/sign-out</c>: ends the session, then removes the cookies and tells the browser to forget what it kept (ASVS 14.3.1).</summary>
internal static class SignOutEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/sign-out", HandleAsync).DisableAntiforgery();

    private static async Task<IResult> HandleAsync(HttpContext http, IAntiforgery forms, SignOut signOut)
    {
        if (!await forms.IsRequestValidAsync(http))
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        if (PrincipalActor.ActorOf(http.User) is { } actor)
        {
            await signOut.ForAsync(actor, http.RequestAborted);
        }

        SessionCookies.End(http);
        http.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        return Results.Redirect("/sign-in?signedOut=1");
    }
}

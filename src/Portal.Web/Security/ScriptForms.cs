using Microsoft.AspNetCore.Antiforgery;
using Portal.Kernel.Access;

namespace Portal.Web.Security;

/// <summary>What the endpoints share to which scripts send a page's forms; the scripts go by the status.</summary>
internal static class ScriptForms
{
    /// <summary>Acts for the person signed in: 400 without the form's token, 401 without a session, 409 where the factor was shown too long ago.</summary>
    public static async Task<IResult> ForPersonAsync(HttpContext http, IAntiforgery forms, Func<Actor, Task<IResult>> act)
    {
        if (!await forms.IsRequestValidAsync(http))
        {
            return Bare(StatusCodes.Status400BadRequest);
        }

        try
        {
            return PrincipalActor.ActorOf(http.User) is { } actor ? await act(actor) : Bare(StatusCodes.Status401Unauthorized);
        }
        catch (StepUpRequiredException)
        {
            return Bare(StatusCodes.Status409Conflict);
        }
    }

    /// <summary>A status alone. With a body, so that no page for people is put in its place.</summary>
    public static IResult Bare(int status) => Results.Text("", statusCode: status);
}

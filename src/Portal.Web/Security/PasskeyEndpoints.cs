using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Portal.Features.Identity.OwnAccount;
using Portal.Features.Identity.Passkeys;
using Portal.Kernel.Access;
using Portal.Web.Hosting.Settings;

namespace Portal.Web.Security;

/// <summary>
/// What passkey.js asks, by forms that carry their token: a question for the device, and what becomes of its answer (ADR 0035). 403 is an answer that was refused,
/// 410 one that came too late, 404 a question that cannot be asked, 401 a session that has ended, 409 a factor that was shown too long ago.
/// </summary>
internal static class PasskeyEndpoints
{
    /// <summary>What a cookie calls the browser that was asked; it opens nothing.</summary>
    public const string BrowserCookie = "__Host-portal-passkey";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sign-in/passkey/question", AskAsync).AllowAnonymous().DisableAntiforgery().RequireRateLimiting(LimitNames.PasskeyQuestion);
        routes.MapPost("/sign-in/passkey", SignInAsync).AllowAnonymous().DisableAntiforgery().RequireRateLimiting(LimitNames.SignIn);
        routes.MapPost("/account/step-up/question", AskOwnAsync).DisableAntiforgery();
        routes.MapPost("/account/passkeys/question", OfferAsync).DisableAntiforgery();
        routes.MapPost("/account/passkeys/new", AddAsync).DisableAntiforgery();
    }

    private static async Task<IResult> AskAsync(HttpContext http, IAntiforgery forms, AskForPasskey ask)
    {
        if (!await forms.IsRequestValidAsync(http))
        {
            return ScriptForms.Bare(StatusCodes.Status400BadRequest);
        }

        var question = await ask.ToSignInAsync(PrincipalActor.NobodyAt(http), http.Request.Cookies[BrowserCookie], http.RequestAborted);
        if (question?.Browser is { } browser)
        {
            http.Response.Cookies.Append(BrowserCookie, browser, HostCookie.Options(SameSiteMode.Strict));
        }

        return AnswerOf(question);
    }

    private static async Task<IResult> SignInAsync(
        HttpContext http, IAntiforgery forms, SignInWithPasskey signIn,
        [FromForm(Name = "Ticket")] Guid? ticket, [FromForm(Name = "Credential")] string? credential, [FromForm(Name = "ReturnUrl")] string? returnUrl)
    {
        if (!await forms.IsRequestValidAsync(http))
        {
            return ScriptForms.Bare(StatusCodes.Status400BadRequest);
        }

        var answer = new PasskeyAnswer(ticket ?? default, credential, http.Request.Cookies[BrowserCookie]);
        var result = await signIn.ForAsync(PrincipalActor.NobodyAt(http), answer, http.RequestAborted);
        if (result.Token is { } token)
        {
            SessionCookies.BeginSession(http, token);
            return Results.Ok(new { to = LocalPath.Of(returnUrl) });
        }

        return ScriptForms.Bare(result.Outcome == PasskeyOutcome.AskAgain ? StatusCodes.Status410Gone : StatusCodes.Status403Forbidden);
    }

    private static Task<IResult> AskOwnAsync(HttpContext http, IAntiforgery forms, AskForOwnPasskey ask) =>
        ScriptForms.ForPersonAsync(http, forms, async actor => AnswerOf(await ask.ForAsync(actor, http.RequestAborted)));

    private static Task<IResult> OfferAsync(HttpContext http, IAntiforgery forms, OfferPasskey offer) =>
        ScriptForms.ForPersonAsync(http, forms, async actor => AnswerOf(await offer.ForAsync(actor, http.RequestAborted)));

    private static Task<IResult> AddAsync(
        HttpContext http, IAntiforgery forms, AddPasskey add,
        [FromForm(Name = "Ticket")] Guid? ticket, [FromForm(Name = "Credential")] string? credential, [FromForm(Name = "Name")] string? name) =>
        ScriptForms.ForPersonAsync(http, forms, async actor =>
        {
            var result = await add.ForAsync(actor, new PasskeyAnswer(ticket ?? default, credential), name, http.RequestAborted);
            if (result.Token is not { } token)
            {
                return ScriptForms.Bare(result.Outcome == OwnChangeOutcome.StartAgain ? StatusCodes.Status410Gone : StatusCodes.Status403Forbidden);
            }

            SessionCookies.BeginSession(http, token);
            return Results.Ok(new { to = "/account?changed=passkey-added" });
        });

    private static IResult AnswerOf(PasskeyQuestion? question) => question is null
        ? ScriptForms.Bare(StatusCodes.Status404NotFound)
        : Results.Ok(new { ticket = question.Ticket, options = JsonNode.Parse(question.Options) });
}

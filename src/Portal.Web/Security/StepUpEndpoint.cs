using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Portal.Features.Identity.Passkeys;
using Portal.Features.Identity.StepUp;

namespace Portal.Web.Security;

/// <summary>
/// POST <c>/account/step-up</c>: the second factor again, a code or a passkey, sent by the dialog of a page that lies open. A circuit can write no cookie, so the dialog
/// sends its form here, and the answer brings the session's new token (ASVS 7.2.4, ADR 0033). It answers 204, 403 for a factor that was refused, 401 for
/// a session that has ended.
/// </summary>
internal static class StepUpEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/account/step-up", HandleAsync).DisableAntiforgery();

    private static Task<IResult> HandleAsync(
        HttpContext http, IAntiforgery forms, ConfirmStepUp confirm, [FromForm(Name = "Code")] string? code,
        [FromForm(Name = "Ticket")] Guid? ticket, [FromForm(Name = "Credential")] string? credential) =>
        ScriptForms.ForPersonAsync(http, forms, async actor =>
        {
            var result = ticket is { } asked
                ? await confirm.WithPasskeyAsync(actor, new PasskeyAnswer(asked, credential), http.RequestAborted)
                : await confirm.WithCodeAsync(actor, code, http.RequestAborted);
            if (result.Token is { } token)
            {
                SessionCookies.BeginSession(http, token);
            }

            return result.Outcome switch
            {
                StepUpOutcome.Confirmed => Results.NoContent(),
                StepUpOutcome.SessionEnded => ScriptForms.Bare(StatusCodes.Status401Unauthorized),
                _ => ScriptForms.Bare(StatusCodes.Status403Forbidden),
            };
        });
}

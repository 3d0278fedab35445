using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Options;
using Portal.Features.Identity;
using Portal.Kernel.Access;

namespace Portal.Web.Security;

/// <summary>Turns the session cookie into a principal by asking the session row, at every request: an ended session is nobody at once.</summary>
internal sealed class PortalAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    FindSession sessions,
    RecordVisitRefused refusals)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (IsForAnybody(Context) || Request.Cookies[PortalScheme.SessionCookie] is not { Length: > 0 } token)
        {
            return AuthenticateResult.NoResult();
        }

        var origin = PrincipalActor.OriginOf(Context);
        if (await sessions.ByTokenAsync(Actor.AnonymousFrom(origin), token, Context.RequestAborted) is not { } session)
        {
            return AuthenticateResult.Fail("The session has ended.");
        }

        var principal = PrincipalActor.PrincipalOf(session, origin);
        Context.Features.Set(session);
        if (IsPage(Request))
        {
            await sessions.RecordInputAsync(PrincipalActor.ActorOf(principal)!, Context.RequestAborted);
        }

        return AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (!IsPage(Request))
        {
            AnswerBare(StatusCodes.Status401Unauthorized);
            return Task.CompletedTask;
        }

        var path = LocalPath.Of(HttpMethods.IsGet(Request.Method) ? Request.Path + Request.QueryString.ToUriComponent() : null);
        Response.Redirect(path == LocalPath.Home ? "/sign-in" : $"/sign-in?returnUrl={Uri.EscapeDataString(path)}");
        return Task.CompletedTask;
    }

    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        if (PrincipalActor.ActorOf(Context.User) is { } actor)
        {
            await refusals.ForAsync(actor, LackedBy(actor.Role), Context.RequestAborted);
        }

        if (IsPage(Request))
        {
            Response.Redirect("/denied");
        }
        else
        {
            AnswerBare(StatusCodes.Status403Forbidden);
        }
    }

    // To a script, without the page that a person would get.
    private void AnswerBare(int status)
    {
        Context.Features.Get<IStatusCodePagesFeature>()?.Enabled = false;
        Response.StatusCode = status;
    }

    private Permission? LackedBy(Role role) =>
        PermissionPolicies.LackedBy(role, Context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>() ?? []);

    // Styles, scripts and the error page: they must come while the sessions cannot be read, too.
    private static bool IsForAnybody(HttpContext http) =>
        http.Features.Get<IExceptionHandlerFeature>() is not null || http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null;

    // What a person does in the address bar, by a link or a form; not the scripts and sockets of a page that lies open.
    private static bool IsPage(HttpRequest request) =>
        !request.Path.StartsWithSegments("/_blazor") && !request.Path.StartsWithSegments(SessionEndpoints.Prefix)
        && (request.Headers["Sec-Fetch-Mode"] == "navigate" || request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase));
}

using Portal.Features.Identity;
using Portal.Features.Identity.Sessions;
using Portal.Web.Security;

namespace Portal.Web.Features.Identity;

/// <summary>The way through the sign-in pages; where to go at its end travels along.</summary>
internal static class SignInSteps
{
    public const string StartAgain = "/sign-in?again=1";

    public static string After(SignInStep step, string? returnUrl) =>
        With(step.Next == SessionStage.AwaitingEnrolment ? "/sign-in/enrol" : "/sign-in/code", returnUrl);

    public static string With(string page, string? returnUrl) =>
        LocalPath.Of(returnUrl) is var path && path == LocalPath.Home ? page : $"{page}?returnUrl={Uri.EscapeDataString(path)}";
}

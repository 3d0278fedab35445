using Microsoft.AspNetCore.Components;
using Portal.Features.Identity.OwnAccount;
using Portal.Kernel.Access;
using Portal.Web.Security;

namespace Portal.Web.Features.Identity.OwnAccount;

/// <summary>What the pages about one's own account share. A page that changes something asks for the factor before anything is typed.</summary>
public abstract class OwnAccountPageBase : ComponentBase
{
    /// <summary>The account; <c>null</c> while the browser is sent elsewhere.</summary>
    protected OwnAccountView? View { get; private set; }

    /// <summary>The request.</summary>
    [CascadingParameter] protected HttpContext Http { get; set; } = default!;

    /// <summary>Sends the browser elsewhere.</summary>
    [Inject] protected NavigationManager Navigation { get; set; } = default!;

    [Inject] private OpenOwnAccount Open { get; set; } = default!;

    /// <summary>Who is signed in; the request was let in with a living session.</summary>
    private protected Actor Actor => PrincipalActor.ActorOf(Http.User) ?? throw new SessionEndedException();

    /// <summary>Opens the account. <c>false</c> when the session ended, or the factor is asked for first: the browser is sent there and back.</summary>
    private protected async Task<bool> OpenAsync(Func<OwnAccountView, bool>? isFresh = null)
    {
        var view = await Open.ForAsync(Actor, Http.RequestAborted);
        if (view is null || isFresh?.Invoke(view) == false)
        {
            Navigation.NavigateTo(view is null ? SignInSteps.StartAgain : $"/account/confirm?returnUrl={Uri.EscapeDataString(Http.Request.Path)}");
            return false;
        }

        View = view;
        return true;
    }

    /// <summary>Gives the browser the session's new token and goes back to the account, which says what was changed.</summary>
    private protected void Finish(string token, string changed)
    {
        SessionCookies.BeginSession(Http, token);
        Navigation.NavigateTo($"/account?changed={changed}");
    }
}

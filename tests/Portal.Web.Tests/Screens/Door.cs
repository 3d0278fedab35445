using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;

namespace Portal.Web.Tests.Screens;

/// <summary>Who is signed in, for a page that may be sent away or made to wait.</summary>
internal sealed class Door(ClaimsPrincipal user) : AuthenticationStateProvider
{
    public bool Closed { get; set; }

    /// <summary>How many more are let in before it closes by itself.</summary>
    public int? ClosesAfter { get; set; }

    /// <summary>What the next one waits for.</summary>
    public TaskCompletionSource? Holds { get; set; }

    /// <summary>Done when somebody waits.</summary>
    public TaskCompletionSource Reached { get; } = new();

    public override async Task<AuthenticationState> GetAuthenticationStateAsync()
    {
        if (Holds is { } held)
        {
            Holds = null;
            Reached.SetResult();
            await held.Task;
        }

        if (Closed || ClosesAfter-- == 0)
        {
            Closed = true;
            throw new InvalidOperationException("The door is closed.");
        }

        return new AuthenticationState(user);
    }
}

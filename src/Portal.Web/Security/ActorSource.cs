using Microsoft.AspNetCore.Components.Authorization;
using Portal.Features.Identity;
using Portal.Kernel.Access;

namespace Portal.Web.Security;

/// <summary>Who acts on a page or in a circuit. Pages ask it before each use case, so that an ended session opens nothing more.</summary>
public sealed class ActorSource(AuthenticationStateProvider state, FindSession sessions)
{
    /// <summary>The person signed in, whose session lives now.</summary>
    /// <exception cref="SessionEndedException">Nobody is signed in any more.</exception>
    public async Task<Actor> CurrentAsync(CancellationToken cancel = default) =>
        await LivingAsync(cancel) ?? throw new SessionEndedException();

    private async Task<Actor?> LivingAsync(CancellationToken cancel) =>
        await ClaimedAsync() is { } actor && await sessions.OfAsync(actor, cancel) is { } session
            && session.Account == actor.Account && session.Role == actor.Role
                ? actor
                : null;

    private async Task<Actor?> ClaimedAsync() => PrincipalActor.ActorOf((await state.GetAuthenticationStateAsync()).User);
}

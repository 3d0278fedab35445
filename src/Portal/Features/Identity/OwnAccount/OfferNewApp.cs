using Portal.Data;
using Portal.Features.Identity.Factors;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.OwnAccount;

/// <summary>Offers a secret for another authenticator app. The one in use works until a code of the new one was confirmed.</summary>
[Needs(Permission.UseOwnAccount)]
[NeedsFreshFactor]
public sealed class OfferNewApp
{
    private readonly PortalDatabase database;
    private readonly OwnAccountDoor door;
    private readonly FreshFactor fresh;
    private readonly TotpOffers offers;

    internal OfferNewApp(PortalDatabase database, OwnAccountDoor door, FreshFactor fresh, TotpOffers offers)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.offers = offers;
    }

    /// <summary>The offer, the same one when asked again in this session; <c>null</c> when the session has ended.</summary>
    /// <remarks>Nothing about the account changes yet, so there is no audit entry; confirming it writes one.</remarks>
    /// <exception cref="StepUpRequiredException">The second factor, or a recovery code, was shown too long ago.</exception>
    /// <exception cref="UnauthorizedAccessException">The actor is no person who is signed in.</exception>
    public async Task<TotpOffer?> ForAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await fresh.RequireForNewAppAsync(actor, cancel);
        await using var db = database.Open();
        if (await door.PassAsync(db, actor, cancel) is not (var session, var account))
        {
            return null;
        }

        offers.Begin(session);
        await db.SaveChangesAsync(cancel);
        return offers.Of(session, account);
    }
}

using Portal.Data;
using Portal.Features.Identity.Factors;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;

namespace Portal.Features.Identity;

/// <summary>Offers a secret to a person whose account has no factor yet. Asked again in the same sign-in, it offers the same one.</summary>
[OpenToAll("whoever signs in is nobody yet")]
public sealed class BeginTotpEnrolment
{
    private readonly PortalDatabase database;
    private readonly SessionBook sessions;
    private readonly TotpOffers offers;

    internal BeginTotpEnrolment(PortalDatabase database, SessionBook sessions, TotpOffers offers)
    {
        this.database = database;
        this.sessions = sessions;
        this.offers = offers;
    }

    /// <summary>The offer for the waiting session of a token, or <c>null</c> when there is none: start again.</summary>
    /// <remarks>Nothing about the account changes yet, so there is no audit entry; completing it writes one.</remarks>
    public async Task<TotpOffer?> ForAsync(Actor actor, string? token, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await using var db = database.Open();
        if (await sessions.FindAsync(db, token, SessionStage.AwaitingEnrolment, cancel) is not (var waiting, var account))
        {
            return null;
        }

        offers.Begin(waiting);
        await db.SaveChangesAsync(cancel);
        return offers.Of(waiting, account);
    }
}

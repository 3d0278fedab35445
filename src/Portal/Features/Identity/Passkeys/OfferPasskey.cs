using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.OwnAccount;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.Passkeys;

/// <summary>Asks a person's browser for a new passkey. Nothing about the account changes yet; adding what comes back writes the entry.</summary>
[Needs(Permission.UseOwnAccount)]
[NeedsFreshFactor]
public sealed class OfferPasskey
{
    private readonly PortalDatabase database;
    private readonly PasskeySite site;
    private readonly OwnAccountDoor door;
    private readonly FreshFactor fresh;
    private readonly PasskeyCeremony ceremony;
    private readonly PasskeyChallenges challenges;

    internal OfferPasskey(
        PortalDatabase database, PasskeySite site, OwnAccountDoor door, FreshFactor fresh, PasskeyCeremony ceremony, PasskeyChallenges challenges)
    {
        this.database = database;
        this.site = site;
        this.door = door;
        this.fresh = fresh;
        this.ceremony = ceremony;
        this.challenges = challenges;
    }

    /// <summary>The question; <c>null</c> when the session has ended, the account has as many passkeys as it may, or the portal has none.</summary>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    /// <exception cref="UnauthorizedAccessException">The actor is no person who is signed in.</exception>
    public async Task<PasskeyQuestion?> ForAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
        if (!site.IsUsable || await door.PassAsync(db, actor, cancel) is not (var session, var account)
            || await db.Set<AccountPasskey>().CountAsync(p => p.UserId == account.Id, cancel) >= PasskeyBook.Most)
        {
            return null;
        }

        var question = await ceremony.OfferAsync(db, account);
        var ticket = await challenges.AddAsync(db, PasskeyUse.Adding, PasskeyChallenges.HashOf(session), question.AttestationState!, cancel);
        return new PasskeyQuestion(ticket, question.CreationOptionsJson);
    }
}

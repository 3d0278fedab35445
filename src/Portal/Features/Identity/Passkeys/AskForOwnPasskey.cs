using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.OwnAccount;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.Passkeys;

/// <summary>Asks a person's browser for one of the person's own passkeys, to confirm with in the middle of a session. The answer writes the entry.</summary>
[Needs(Permission.UseOwnAccount)]
public sealed class AskForOwnPasskey
{
    private readonly PortalDatabase database;
    private readonly PasskeySite site;
    private readonly OwnAccountDoor door;
    private readonly PasskeyCeremony ceremony;
    private readonly PasskeyChallenges challenges;

    internal AskForOwnPasskey(PortalDatabase database, PasskeySite site, OwnAccountDoor door, PasskeyCeremony ceremony, PasskeyChallenges challenges)
    {
        this.database = database;
        this.site = site;
        this.door = door;
        this.ceremony = ceremony;
        this.challenges = challenges;
    }

    /// <summary>Whether there is one to ask for, so that nobody is offered what is not there.</summary>
    public async Task<bool> HasAnyAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!site.IsUsable || !actor.Has(Permission.UseOwnAccount) || actor.Account is not { Value: var account })
        {
            return false;
        }

        await using var db = database.Open();
        return await db.Set<AccountPasskey>().AnyAsync(p => p.UserId == account, cancel);
    }

    /// <summary>The question; <c>null</c> when the session has ended, or the account has no passkey.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor is no person who is signed in.</exception>
    public async Task<PasskeyQuestion?> ForAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await using var db = database.Open();
        if (await door.PassAsync(db, actor, cancel) is not (var session, var account) || !site.IsUsable
            || !await db.Set<AccountPasskey>().AnyAsync(p => p.UserId == account.Id, cancel))
        {
            return null;
        }

        var question = await ceremony.AskAsync(db, account);
        var ticket = await challenges.AddAsync(db, PasskeyUse.StepUp, PasskeyChallenges.HashOf(session), question.AssertionState!, cancel);
        return new PasskeyQuestion(ticket, question.RequestOptionsJson);
    }
}

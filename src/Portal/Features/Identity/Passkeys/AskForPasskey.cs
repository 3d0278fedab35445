using Portal.Data;
using Portal.Features.Identity.OwnAccount;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.Passkeys;

/// <summary>Asks a browser for a passkey. Nothing changes by a question, so there is no audit entry; the answer writes one.</summary>
[OpenToAll("whoever signs in is nobody yet")]
public sealed class AskForPasskey
{
    private readonly PortalDatabase database;
    private readonly PasskeySite site;
    private readonly PasskeyCeremony ceremony;
    private readonly PasskeyChallenges challenges;
    private readonly OwnAccountDoor door;

    internal AskForPasskey(PortalDatabase database, PasskeySite site, PasskeyCeremony ceremony, PasskeyChallenges challenges, OwnAccountDoor door)
    {
        this.database = database;
        this.site = site;
        this.ceremony = ceremony;
        this.challenges = challenges;
        this.door = door;
    }

    /// <summary>The question to sign in with; <c>null</c> where the portal has no passkeys.</summary>
    /// <param name="actor">Nobody yet.</param>
    /// <param name="browser">What the browser's cookie holds; a new value is made for one without.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<PasskeyQuestion?> ToSignInAsync(Actor actor, string? browser, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!site.IsUsable)
        {
            return null;
        }

        var asked = SessionToken.LooksLikeOne(browser) ? browser! : SessionToken.New();
        await using var db = database.Open();
        var question = await ceremony.AskAsync(db, account: null);
        var ticket = await challenges.AddAsync(db, PasskeyUse.SignIn, SessionToken.HashOf(asked), question.AssertionState!, cancel);
        return new PasskeyQuestion(ticket, question.RequestOptionsJson, asked);
    }

    /// <summary>The question to confirm with, in the middle of a session; <c>null</c> when it has ended or the portal has no passkeys.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor is no person who is signed in.</exception>
    public async Task<PasskeyQuestion?> ToConfirmAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await using var db = database.Open();
        if (await door.PassAsync(db, actor, cancel) is not (var session, var account) || !site.IsUsable)
        {
            return null;
        }

        var question = await ceremony.AskAsync(db, account);
        var ticket = await challenges.AddAsync(db, PasskeyUse.StepUp, PasskeyChallenges.HashOf(session), question.AssertionState!, cancel);
        return new PasskeyQuestion(ticket, question.RequestOptionsJson);
    }
}

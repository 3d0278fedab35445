using Portal.Data;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.Passkeys;

/// <summary>Asks a browser for a passkey to sign in with. Nothing changes by a question, so there is no audit entry; the answer writes one.</summary>
[OpenToAll("whoever signs in is nobody yet")]
public sealed class AskForPasskey
{
    private readonly PortalDatabase database;
    private readonly PasskeySite site;
    private readonly PasskeyCeremony ceremony;
    private readonly PasskeyChallenges challenges;

    internal AskForPasskey(PortalDatabase database, PasskeySite site, PasskeyCeremony ceremony, PasskeyChallenges challenges)
    {
        this.database = database;
        this.site = site;
        this.ceremony = ceremony;
        this.challenges = challenges;
    }

    /// <summary>The question to sign in with; <c>null</c> where the portal has no passkeys.</summary>
    /// <param name="actor">Nobody yet.</param>
    /// <param name="browser">What the browser's cookie holds; a new value is made for one without.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<PasskeyQuestion?> ToSignInAsync(Actor actor, string? browser, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        // Not by exception: a browser that has no cookie yet, or a strange one, gets one.
        var asked = (await PasskeyBrowserRules.Valid.ValidateAsync(new PasskeyBrowser(browser), cancel)).IsValid ? browser! : SessionToken.New();
        if (!site.IsUsable)
        {
            return null;
        }

        await using var db = database.Open();
        var question = await ceremony.AskAsync(db, account: null);
        var ticket = await challenges.AddAsync(db, PasskeyUse.SignIn, SessionToken.HashOf(asked), question.AssertionState!, cancel);
        return new PasskeyQuestion(ticket, question.RequestOptionsJson, asked);
    }
}

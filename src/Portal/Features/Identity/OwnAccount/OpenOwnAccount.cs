using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Factors;
using Portal.Features.Identity.Passkeys;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.OwnAccount;

/// <summary>Shows a person's own account to that person.</summary>
[Needs(Permission.UseOwnAccount)]
public sealed class OpenOwnAccount
{
    private readonly PortalDatabase database;
    private readonly OwnAccountDoor door;
    private readonly FreshFactor fresh;
    private readonly PasskeyBook passkeys;
    private readonly PasskeySite site;
    private readonly IdentityAudit audit;
    private readonly KeyRing keys;

    internal OpenOwnAccount(PortalDatabase database, OwnAccountDoor door, FreshFactor fresh, PasskeyBook passkeys, PasskeySite site, IdentityAudit audit, KeyRing keys)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.passkeys = passkeys;
        this.site = site;
        this.audit = audit;
        this.keys = keys;
    }

    /// <summary>The account of the session that the actor sits at; <c>null</c> when the session has ended.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor is no person who is signed in.</exception>
    public async Task<OwnAccountView?> ForAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await using var db = database.Open();
        if (await door.PassAsync(db, actor, cancel) is not (var session, var account))
        {
            return null;
        }

        await audit.OwnAccountReadAsync(actor, cancel);
        var codes = await db.Set<RecoveryCode>().CountAsync(c => c.AccountId == account.Id && c.UsedAt == null, cancel);
        var keysOfTheirs = await passkeys.OfAsync(db, account.Id, cancel);
        return new OwnAccountView(
            Open(account.ProtectedName), Open(account.ProtectedEmail).Select(MaskedEmail.Of), session.Role, account.FactorEnrolledAt, codes,
            await fresh.IsFreshAsync(actor, cancel), await fresh.IsFreshForNewAppAsync(actor, cancel),
            keysOfTheirs, site.IsUsable && keysOfTheirs.Count < PasskeyBook.Most);
    }

    private Revealed<string> Open(Protected<string>? cell) => cell?.Open(keys.Of(KeyUse.Accounts)) ?? default;
}

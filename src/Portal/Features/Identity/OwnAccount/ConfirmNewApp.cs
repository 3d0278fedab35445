using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Factors;
using Portal.Features.Identity.Sessions;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.OwnAccount;

/// <summary>Confirms that the new app makes the right codes and puts it in the place of the old one. Every other session ends.</summary>
[Needs(Permission.UseOwnAccount)]
[NeedsFreshFactor]
public sealed class ConfirmNewApp
{
    private readonly PortalDatabase database;
    private readonly OwnAccountDoor door;
    private readonly FreshFactor fresh;
    private readonly TryCounter counter;
    private readonly TotpCheck check;
    private readonly TotpOffers offers;
    private readonly CredentialChange change;
    private readonly IdentityAudit audit;
    private readonly KeyRing keys;
    private readonly TimeProvider clock;

    internal ConfirmNewApp(
        PortalDatabase database, OwnAccountDoor door, FreshFactor fresh, TryCounter counter, TotpCheck check, TotpOffers offers, CredentialChange change,
        IdentityAudit audit, KeyRing keys, TimeProvider clock)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.counter = counter;
        this.check = check;
        this.offers = offers;
        this.change = change;
        this.audit = audit;
        this.keys = keys;
        this.clock = clock;
    }

    /// <summary>Confirms a code of the app that was offered in this session.</summary>
    /// <exception cref="StepUpRequiredException">The second factor, or a recovery code, was shown too long ago.</exception>
    /// <exception cref="UnauthorizedAccessException">The actor is no person who is signed in.</exception>
    public async Task<OwnChangeResult> WithCodeAsync(Actor actor, string? code, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var wellFormed = (await CodeRules.Totp.ValidateAsync(new CodeInput(code), cancel)).IsValid;
        await fresh.RequireForNewAppAsync(actor, cancel);
        await using var db = database.Open();
        if (await door.PassAsync(db, actor, cancel) is not (var session, var account) || offers.SecretOf(session) is not { } secret)
        {
            return OwnChangeResult.StartAgain;
        }

        if ((wellFormed ? await RefusalAsync(account, secret, code!, cancel) : "malformed-code") is not { } refusal)
        {
            return await KeepAsync(db, actor, session, account, secret, cancel);
        }

        await audit.OwnAccountRefusedAsync(actor, refusal, cancel);
        return OwnChangeResult.Refused;
    }

    private async Task<string?> RefusalAsync(Account account, byte[] secret, string code, CancellationToken cancel) =>
        !await counter.CountAsync(account.Id, cancel) ? "locked"
            : await check.AcceptFirstAsync(account.Id, secret, code, cancel) ? null : "wrong-code";

    private async Task<OwnChangeResult> KeepAsync(PortalDbContext db, Actor actor, Session session, Account account, byte[] secret, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        account.ProtectedTotpSecret = new Protected<byte[]>(secret, keys.Of(KeyUse.Accounts));
        account.FactorEnrolledAt = clock.GetUtcNow();
        (account.SecurityStamp, account.ConcurrencyStamp) = (Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString());
        session.OfferedSecret = null;
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Changed at the same moment elsewhere: that one holds.
            return OwnChangeResult.StartAgain;
        }

        await TryCounter.TakeBackAsync(db, account.Id, cancel);
        if (await change.MadeAsync(db, actor, session, AccountChange.App, "totp-changed", cancel) is not { } token)
        {
            return OwnChangeResult.StartAgain;
        }

        await transaction.CommitAsync(cancel);
        return new OwnChangeResult(OwnChangeOutcome.Changed, token);
    }
}

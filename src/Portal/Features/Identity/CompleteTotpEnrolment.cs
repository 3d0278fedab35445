using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Factors;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity;

/// <summary>Confirms that the person's app makes the right codes, keeps the secret, makes recovery codes and signs in.</summary>
[OpenToAll("whoever signs in is nobody yet")]
public sealed class CompleteTotpEnrolment
{
    private readonly PortalDatabase database;
    private readonly TryCounter counter;
    private readonly TotpCheck check;
    private readonly RecoveryCodes codes;
    private readonly SessionBook sessions;
    private readonly SessionOpening opening;
    private readonly IdentityAudit audit;
    private readonly KeyRing keys;
    private readonly TimeProvider clock;

    internal CompleteTotpEnrolment(
        PortalDatabase database, TryCounter counter, TotpCheck check, RecoveryCodes codes, SessionBook sessions, SessionOpening opening,
        IdentityAudit audit, KeyRing keys, TimeProvider clock)
    {
        this.database = database;
        this.counter = counter;
        this.check = check;
        this.codes = codes;
        this.sessions = sessions;
        this.opening = opening;
        this.audit = audit;
        this.keys = keys;
        this.clock = clock;
    }

    /// <summary>Completes the enrolment that the waiting session of a token began.</summary>
    public async Task<FactorResult> WithCodeAsync(Actor actor, string? token, string? code, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var wellFormed = (await FactorRules.Totp.ValidateAsync(new FactorInput(token, code), cancel)).IsValid;
        await using var db = database.Open();
        if (await sessions.FindAsync(db, token, SessionStage.AwaitingEnrolment, cancel) is not (var waiting, var account)
            || account.FactorEnrolledAt is not null
            || waiting.OfferedSecret?.Open(keys.Of(KeyUse.Sessions)).ValueOrDefault is not { } secret)
        {
            return FactorResult.StartAgain;
        }

        if ((wellFormed ? await RefusalAsync(account, secret, code!, cancel) : "malformed-code") is not { } refusal)
        {
            return await KeepAsync(db, actor, waiting, account, secret, cancel);
        }

        await audit.RefusedAsync(actor, account.Id, refusal, cancel);
        return FactorResult.Refused;
    }

    private async Task<string?> RefusalAsync(Account account, byte[] secret, string code, CancellationToken cancel) =>
        !await counter.CountAsync(account.Id, cancel) ? "locked"
        : await check.AcceptAsync(account.Id, secret, code, cancel) ? null : "wrong-code";

    private async Task<FactorResult> KeepAsync(
        PortalDbContext db, Actor actor, Session waiting, Account account, byte[] secret, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        account.ProtectedTotpSecret = new Protected<byte[]>(secret, keys.Of(KeyUse.Accounts));
        account.FactorEnrolledAt = clock.GetUtcNow();
        account.ConcurrencyStamp = Guid.NewGuid().ToString();
        account.SecurityStamp = Guid.NewGuid().ToString("N");
        waiting.OfferedSecret = null;
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody else who knows the password enrolled first: theirs holds, and this one is told to start again.
            return FactorResult.StartAgain;
        }

        return await OpenAsync(db, transaction, actor, waiting, cancel);
    }

    private async Task<FactorResult> OpenAsync(
        PortalDbContext db, Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction transaction, Actor actor, Session waiting, CancellationToken cancel)
    {
        if (await opening.CompleteAsync(db, actor, waiting, SessionFactor.Totp, "enrolled", cancel) is not (var session, var token))
        {
            return FactorResult.StartAgain;
        }

        var shown = await codes.ReplaceAsync(db, session.AccountId, cancel);
        await audit.CredentialAsync(db, actor, session, "totp-enrolled", cancel);
        await transaction.CommitAsync(cancel);
        return FactorResult.SignedIn(token, shown);
    }
}

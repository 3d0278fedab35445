using Portal.Data;
using Portal.Data.Notices;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Factors;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Notices;

namespace Portal.Features.Identity;

/// <summary>The second step of signing in with a recovery code in place of the authenticator app. Each code works once.</summary>
[OpenToAll("whoever signs in is nobody yet")]
public sealed class UseRecoveryCode
{
    private readonly PortalDatabase database;
    private readonly TryCounter counter;
    private readonly RecoveryCodes codes;
    private readonly SessionBook sessions;
    private readonly SessionOpening opening;
    private readonly NoticeBook notices;
    private readonly IdentityAudit audit;

    internal UseRecoveryCode(
        PortalDatabase database, TryCounter counter, RecoveryCodes codes, SessionBook sessions, SessionOpening opening, NoticeBook notices, IdentityAudit audit)
    {
        this.database = database;
        this.counter = counter;
        this.codes = codes;
        this.sessions = sessions;
        this.opening = opening;
        this.notices = notices;
        this.audit = audit;
    }

    /// <summary>Uses a code up for the waiting session of a token.</summary>
    public async Task<FactorResult> WithCodeAsync(Actor actor, string? token, string? code, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var wellFormed = (await FactorRules.RecoveryCode.ValidateAsync(new FactorInput(token, code), cancel)).IsValid;
        await using var db = database.Open();
        if (await sessions.FindAsync(db, token, SessionStage.AwaitingFactor, cancel) is not (var waiting, _))
        {
            return FactorResult.StartAgain;
        }

        var counted = wellFormed && await counter.CountAsync(waiting.AccountId, cancel);
        // A sign-in that was finished meanwhile has cleared the count: tries that waited for it are not verified.
        if (!await SessionBook.StillWaitsAsync(db, waiting, cancel))
        {
            return FactorResult.StartAgain;
        }

        if (!counted)
        {
            await audit.RefusedAsync(actor, waiting.AccountId, wellFormed ? "locked" : "malformed-code", cancel);
            return FactorResult.Refused;
        }

        return await RedeemAsync(db, actor, waiting, code!, cancel);
    }

    private async Task<FactorResult> RedeemAsync(PortalDbContext db, Actor actor, Session waiting, string code, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!await codes.RedeemAsync(db, waiting.AccountId, code, cancel))
        {
            await transaction.RollbackAsync(cancel);
            await audit.RefusedAsync(actor, waiting.AccountId, "wrong-recovery-code", cancel);
            return FactorResult.Refused;
        }

        if (await opening.CompleteAsync(db, actor, waiting, SessionFactor.RecoveryCode, "recovery-code", cancel) is not (var session, var token))
        {
            return FactorResult.StartAgain;
        }

        await audit.CredentialAsync(db, actor, session, "recovery-code-used", cancel);
        await notices.AddAsync(db, session.AccountId, NoticeKind.RecoveryCodeUsed, cancel);
        await transaction.CommitAsync(cancel);
        return FactorResult.SignedIn(token, []);
    }
}

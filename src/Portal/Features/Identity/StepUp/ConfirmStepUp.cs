using Microsoft.AspNetCore.Identity;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Factors;
using Portal.Features.Identity.OwnAccount;
using Portal.Features.Identity.Passkeys;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.StepUp;

/// <summary>The person shows the second factor again, in the middle of a session (ASVS 7.5.3). Recovery codes are for signing in and do not count here.</summary>
[Needs(Permission.UseOwnAccount)]
public sealed class ConfirmStepUp
{
    private readonly PortalDatabase database;
    private readonly OwnAccountDoor door;
    private readonly TryCounter counter;
    private readonly TotpCheck check;
    private readonly PasskeyChallenges challenges;
    private readonly PasskeyProof proof;
    private readonly PasskeyBook passkeys;
    private readonly SessionRenewal renewal;
    private readonly IdentityAudit audit;
    private readonly KeyRing keys;

    internal ConfirmStepUp(
        PortalDatabase database, OwnAccountDoor door, TryCounter counter, TotpCheck check, PasskeyChallenges challenges, PasskeyProof proof, PasskeyBook passkeys,
        SessionRenewal renewal, IdentityAudit audit, KeyRing keys)
    {
        this.database = database;
        this.door = door;
        this.counter = counter;
        this.check = check;
        this.challenges = challenges;
        this.proof = proof;
        this.passkeys = passkeys;
        this.renewal = renewal;
        this.audit = audit;
        this.keys = keys;
    }

    /// <summary>Confirms a code of the authenticator app. Each try counts, and each time step opens once (ASVS 6.5.1).</summary>
    /// <exception cref="UnauthorizedAccessException">The actor is no person who is signed in.</exception>
    public async Task<StepUpResult> WithCodeAsync(Actor actor, string? code, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var wellFormed = (await CodeRules.Totp.ValidateAsync(new CodeInput(code), cancel)).IsValid;
        await using var db = database.Open();
        if (await door.PassAsync(db, actor, cancel) is not (var session, var account))
        {
            return StepUpResult.SessionEnded;
        }

        if ((wellFormed ? await RefusalAsync(account, code!, cancel) : "malformed-code") is not { } refusal)
        {
            return await ConfirmAsync(db, actor, session, SessionFactor.Totp, null, cancel);
        }

        await audit.StepUpRefusedAsync(actor, refusal, cancel);
        return StepUpResult.Refused;
    }

    /// <summary>Confirms with one of the person's own passkeys: an answer to the question of <see cref="AskForOwnPasskey.ForAsync"/>.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor is no person who is signed in.</exception>
    public async Task<StepUpResult> WithPasskeyAsync(Actor actor, PasskeyAnswer answer, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(answer);
        var wellFormed = (await PasskeyAnswerRules.Valid.ValidateAsync(answer, cancel)).IsValid;
        await using var db = database.Open();
        if (await door.PassAsync(db, actor, cancel) is not (var session, var account))
        {
            return StepUpResult.SessionEnded;
        }

        var state = wellFormed ? await challenges.TakeAsync(db, PasskeyUse.StepUp, PasskeyChallenges.HashOf(session), answer.Ticket, cancel) : null;
        var proven = state is null ? null : await proof.OfAsync(db, account.Id, state, answer.Credential!);
        if ((proven is not null ? proven.Refusal : wellFormed ? PasskeyRefusals.NoQuestion : PasskeyRefusals.Malformed) is { } refusal)
        {
            await audit.StepUpRefusedAsync(actor, refusal, cancel);
            return StepUpResult.Refused;
        }

        return await ConfirmAsync(db, actor, session, SessionFactor.Passkey, proven!.Passkey, cancel);
    }

    private async Task<string?> RefusalAsync(Account account, string code, CancellationToken cancel)
    {
        var secret = account.FactorEnrolledAt is null ? null : account.ProtectedTotpSecret?.Open(keys.Of(KeyUse.Accounts)).ValueOrDefault;
        return !await counter.CountAsync(account.Id, cancel) ? "locked"
            : secret is null ? "no-app"
            : await check.AcceptAsync(account.Id, secret, code, cancel) ? null : "wrong-code";
    }

    private async Task<StepUpResult> ConfirmAsync(
        PortalDbContext db, Actor actor, Session session, SessionFactor factor, UserPasskeyInfo? passkey, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // The right try and no other: somebody who waits at the sign-in page with wrong ones is not let go on by this one.
        if (passkey is null)
        {
            await TryCounter.TakeBackAsync(db, session.AccountId, cancel);
        }
        else if (!await passkeys.UsedAsync(db, passkey, cancel))
        {
            await transaction.RollbackAsync(cancel);
            await audit.StepUpRefusedAsync(actor, PasskeyRefusals.UsedAtOnce, cancel);
            return StepUpResult.Refused;
        }

        if (await renewal.WithFactorAsync(db, session.Id, factor, cancel) is not { } token)
        {
            return StepUpResult.SessionEnded;
        }

        await audit.StepUpAsync(db, actor, factor == SessionFactor.Passkey ? "passkey" : "totp", cancel);
        await transaction.CommitAsync(cancel);
        return new StepUpResult(StepUpOutcome.Confirmed, token);
    }
}

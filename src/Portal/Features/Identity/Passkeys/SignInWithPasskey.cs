using Microsoft.AspNetCore.Identity;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.Passkeys;

/// <summary>
/// Signs in with a passkey, in one step: the device is what the person has, and its PIN or finger what the person knows or is (45 CFR 164.312(d), NIST SP 800-63B-4).
/// It answers to this site alone, so that no false site can pass it on.
/// </summary>
[OpenToAll("whoever signs in is nobody yet")]
public sealed class SignInWithPasskey
{
    private readonly PortalDatabase database;
    private readonly PasskeyChallenges challenges;
    private readonly PasskeyProof proof;
    private readonly PasskeyBook book;
    private readonly HeldRoles roles;
    private readonly SessionOpening opening;
    private readonly IdentityAudit audit;

    internal SignInWithPasskey(
        PortalDatabase database, PasskeyChallenges challenges, PasskeyProof proof, PasskeyBook book, HeldRoles roles, SessionOpening opening, IdentityAudit audit)
    {
        this.database = database;
        this.challenges = challenges;
        this.proof = proof;
        this.book = book;
        this.roles = roles;
        this.opening = opening;
        this.audit = audit;
    }

    /// <summary>Signs in. What is refused gets one answer, whatever the reason (ASVS 6.3.8); the audit log knows it.</summary>
    public async Task<PasskeyResult> ForAsync(Actor actor, PasskeyAnswer answer, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(answer);
        if (!(await PasskeyAnswerRules.Valid.ValidateAsync(answer, cancel)).IsValid || answer.Browser is null)
        {
            return await RefuseAsync(actor, null, PasskeyRefusals.Malformed, cancel);
        }

        await using var db = database.Open();
        if (await challenges.TakeAsync(db, PasskeyUse.SignIn, SessionToken.HashOf(answer.Browser), answer.Ticket, cancel) is not { } state)
        {
            await audit.RefusedAsync(actor, null, PasskeyRefusals.NoQuestion, cancel);
            return PasskeyResult.AskAgain;
        }

        var proven = await proof.OfWhoeverAsync(db, state, answer.Credential!, cancel);
        return proven.Refusal is { } refusal
            ? await RefuseAsync(actor, proven.Account, refusal, cancel)
            : await OpenAsync(db, actor, proven.Account!.Value, proven.Passkey!, cancel);
    }

    private async Task<PasskeyResult> OpenAsync(PortalDbContext db, Actor actor, Guid id, UserPasskeyInfo passkey, CancellationToken cancel)
    {
        var account = (await db.Set<Account>().FindAsync([id], cancel))!;
        var role = (await roles.OfAsync(db, id, cancel)).FirstOrDefault();
        if (RefusalOf(account, role) is { } refusal)
        {
            return await RefuseAsync(actor, id, refusal, cancel);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!await book.UsedAsync(db, passkey, cancel))
        {
            await transaction.RollbackAsync(cancel);
            return await RefuseAsync(actor, id, PasskeyRefusals.UsedAtOnce, cancel);
        }

        var token = await opening.WithPasskeyAsync(db, actor, id, role, cancel);
        await transaction.CommitAsync(cancel);
        return new PasskeyResult(PasskeyOutcome.SignedIn, token);
    }

    // An account whose app was taken away enrols another one before anything opens it.
    private static string? RefusalOf(Account account, Role role) =>
        account.DisabledAt is not null ? "disabled" : account.FactorEnrolledAt is null ? "no-app" : role is Role.None ? "no-role" : null;

    private async Task<PasskeyResult> RefuseAsync(Actor actor, Guid? account, string reason, CancellationToken cancel)
    {
        await audit.RefusedAsync(actor, account, reason, cancel);
        return PasskeyResult.Refused;
    }
}

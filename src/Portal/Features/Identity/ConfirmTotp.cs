using Microsoft.AspNetCore.Identity;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Factors;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;

namespace Portal.Features.Identity;

/// <summary>The second step of signing in: a code of the authenticator app. Each time step is accepted once (ASVS 6.5.1).</summary>
[OpenToAll("whoever signs in is nobody yet")]
public sealed class ConfirmTotp
{
    private readonly PortalDatabase database;
    private readonly AccountUsers users;
    private readonly TryCounter counter;
    private readonly SessionBook sessions;
    private readonly SessionOpening opening;
    private readonly IdentityAudit audit;

    internal ConfirmTotp(
        PortalDatabase database, AccountUsers users, TryCounter counter, SessionBook sessions, SessionOpening opening, IdentityAudit audit)
    {
        this.database = database;
        this.users = users;
        this.counter = counter;
        this.sessions = sessions;
        this.opening = opening;
        this.audit = audit;
    }

    /// <summary>Confirms a code for the waiting session of a token.</summary>
    public async Task<FactorResult> WithCodeAsync(Actor actor, string? token, string? code, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var wellFormed = (await FactorRules.Totp.ValidateAsync(new FactorInput(token, code), cancel)).IsValid;
        await using var db = database.Open();
        if (await sessions.FindAsync(db, token, SessionStage.AwaitingFactor, cancel) is not (var waiting, var account))
        {
            return FactorResult.StartAgain;
        }

        var counted = !wellFormed || await counter.CountAsync(account.Id, cancel);
        // A sign-in that was finished meanwhile has cleared the count: tries that waited for it are not verified.
        if (!await SessionBook.StillWaitsAsync(db, waiting, cancel))
        {
            return FactorResult.StartAgain;
        }

        if ((!wellFormed ? "malformed-code" : counted ? await RefusalAsync(db, account, code!) : "locked") is not { } refusal)
        {
            return await OpenAsync(db, actor, waiting, cancel);
        }

        await audit.RefusedAsync(actor, account.Id, refusal, cancel);
        return FactorResult.Refused;
    }

    private async Task<string?> RefusalAsync(PortalDbContext db, Account account, string code)
    {
        using var identity = users.Over(db);
        return await identity.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, code) ? null : "wrong-code";
    }

    private async Task<FactorResult> OpenAsync(PortalDbContext db, Actor actor, Session waiting, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await opening.CompleteAsync(db, actor, waiting, SessionFactor.Totp, "totp", cancel) is not (_, var token))
        {
            return FactorResult.StartAgain;
        }

        await transaction.CommitAsync(cancel);
        return FactorResult.SignedIn(token, []);
    }
}

using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.Passwords;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Recovery;

/// <summary>Uses a link up: the person chooses a new password and goes on to enrol a new factor, as at the first sign-in.</summary>
[OpenToAll("whoever holds the link is nobody yet")]
public sealed class UseRecoveryLink
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly RecoveryBook book;
    private readonly HeldRoles roles;
    private readonly PasswordRules passwords;
    private readonly PasswordGiven given;
    private readonly InvitationAudit audit;

    internal UseRecoveryLink(PortalDatabase database, RecoveryBook book, HeldRoles roles, PasswordRules passwords, PasswordGiven given, InvitationAudit audit)
    {
        this.database = database;
        this.book = book;
        this.roles = roles;
        this.passwords = passwords;
        this.given = given;
        this.audit = audit;
    }

    /// <summary>Sets the new password.</summary>
    /// <param name="actor">Nobody, from where the link was opened.</param>
    /// <param name="token">The link's token.</param>
    /// <param name="password">The password chosen; one that is refused does not cost the link.</param>
    /// <param name="cancel">Gives up; the link still works then.</param>
    public async Task<RecoveredResult> ForAsync(Actor actor, string? token, string? password, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var valid = await Valid.ValidateAsync(new Input(token, password), cancel);
        await using var db = database.Open();
        var row = valid.Faults(nameof(Input.Token)) ? null : await RecoveryBook.FindAsync(db, token!, cancel);
        if (book.RefusalOf(row) is { } refusal)
        {
            return await RefuseAsync(actor, row?.AccountId, refusal, cancel);
        }

        if (valid.Faults(nameof(Input.Password)))
        {
            return new RecoveredResult(null, PasswordProblem.TooLong);
        }

        var account = await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == row!.AccountId && a.DisabledAt == null, cancel);
        var role = (await roles.OfAsync(db, row!.AccountId, cancel)).FirstOrDefault();
        return account is null || role == Role.None ? await RefuseAsync(actor, row.AccountId, "account-closed", cancel)
            : passwords.ProblemOf(account, password) is { } problem ? new RecoveredResult(null, problem)
            : await UseAsync(db, actor, row, account, role, password!, cancel);
    }

    private async Task<RecoveredResult> UseAsync(
        PortalDbContext db, Actor actor, AccountRecovery row, Account account, Role role, string password, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // One statement uses the link up: of two parallel posts one goes on. Nothing is used up when what follows fails.
        var mine = db.Set<AccountRecovery>().Where(r => r.Id == row.Id && r.TokenHash == row.TokenHash && r.State == RecoveryState.Open);
        if (await book.CloseAsync(mine, RecoveryState.Used, cancel) != 1 || await given.ToAsync(db, actor, account, role, password, cancel) is not { } step)
        {
            await transaction.RollbackAsync(cancel);
            return await RefuseAsync(actor, row.AccountId, "recovery-link-used", cancel);
        }

        await audit.DoneAsync(db, actor, AuditAction.Credential, account.Id, "recovery-password-set", cancel);
        await transaction.CommitAsync(cancel);
        return new RecoveredResult(step, null);
    }

    private async Task<RecoveredResult> RefuseAsync(Actor actor, Guid? account, string reason, CancellationToken cancel)
    {
        await audit.RefusedAsync(actor, AuditAction.Credential, account, reason, cancel);
        return RecoveredResult.Refused;
    }

    private sealed record Input(string? Token, string? Password)
    {
        public override string ToString() => "Input";
    }

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules()
        {
            RuleFor(input => input.Token).Must(SessionToken.LooksLikeOne).WithMessage("Use the whole link.");
            RuleFor(input => input.Password).Must(password => password is null || password.Length <= PasswordRules.MaxLength)
                .WithMessage(PasswordRules.SentenceOf(PasswordProblem.TooLong));
        }
    }
}

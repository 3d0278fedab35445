using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;

namespace Portal.Features.Identity;

/// <summary>The first step of signing in: e-mail and password. It never authenticates anybody (45 CFR 164.312(d)); the second step does.</summary>
[OpenToAll("whoever signs in is nobody yet")]
public sealed class SignIn
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly AccountUsers users;
    private readonly HeldRoles roles;
    private readonly TryCounter counter;
    private readonly SessionBook sessions;
    private readonly IdentityAudit audit;

    internal SignIn(
        PortalDatabase database, AccountUsers users, HeldRoles roles, TryCounter counter, SessionBook sessions, IdentityAudit audit)
    {
        this.database = database;
        this.users = users;
        this.roles = roles;
        this.counter = counter;
        this.sessions = sessions;
        this.audit = audit;
    }

    /// <summary>
    /// What comes next, or <c>null</c> when it is refused: unknown address, wrong password, too many tries or disabled account.
    /// The answer and the work are the same for all of them (ASVS 6.3.8); the audit log knows which it was.
    /// </summary>
    public async Task<SignInStep?> WithPasswordAsync(Actor actor, string? email, string? password, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        // Not by exception: what is malformed gets the same answer as what is wrong.
        if (!(await Valid.ValidateAsync(new SignInInput(email, password), cancel)).IsValid)
        {
            return await RefuseAsync(actor, null, "malformed", cancel);
        }

        await using var db = database.Open();
        using var identity = users.Over(db);
        var account = await identity.FindByEmailAsync(email!);
        var refusal = await VerifyAsync(identity, account, email!, password!, cancel);
        return refusal is null ? await GoOnAsync(db, actor, account!, cancel) : await RefuseAsync(actor, account?.Id, refusal, cancel);
    }

    // One count and one hash, whoever it is: see SignInDecoys.
    private async Task<string?> VerifyAsync(UserManager<Account> identity, Account? account, string email, string password, CancellationToken cancel)
    {
        var decoy = counter.DecoyOf(email);
        var counted = await counter.CountAsync(account?.Id ?? decoy, cancel);
        if (account?.PasswordHash is null || !counted)
        {
            users.VerifyDecoy(password);
            return account is null ? "unknown-account" : counted ? "no-password" : "locked";
        }

        return !await identity.CheckPasswordAsync(account, password) ? "wrong-password" : account.DisabledAt is not null ? "disabled" : null;
    }

    private async Task<SignInStep?> RefuseAsync(Actor actor, Guid? account, string reason, CancellationToken cancel)
    {
        await audit.RefusedAsync(actor, account, reason, cancel);
        return null;
    }

    private async Task<SignInStep?> GoOnAsync(PortalDbContext db, Actor actor, Account account, CancellationToken cancel)
    {
        // One role a person in this slice; with several, the first is acted in.
        var role = (await roles.OfAsync(db, account.Id, cancel)).FirstOrDefault();
        if (role == Role.None)
        {
            return await RefuseAsync(actor, account.Id, "no-role", cancel);
        }

        var stage = account.FactorEnrolledAt is null ? SessionStage.AwaitingEnrolment : SessionStage.AwaitingFactor;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await TryCounter.TakeBackAsync(db, account.Id, cancel);
        var (session, token) = sessions.Add(db, account.Id, role, stage, actor.Origin);
        await db.SaveChangesAsync(cancel);
        await audit.PasswordAsync(db, actor, session, cancel);
        await transaction.CommitAsync(cancel);
        return new SignInStep(token, stage);
    }

    private sealed record SignInInput(string? Email, string? Password)
    {
        public override string ToString() => "SignInInput";
    }

    private sealed class Rules : AbstractValidator<SignInInput>
    {
        // Longer input is no password of ours and would only cost hashing time.
        private const int MaxLength = 256;

        public Rules()
        {
            RuleFor(input => input.Email).Must(email => !string.IsNullOrWhiteSpace(email) && email.Length <= MaxLength).WithMessage("Give the e-mail address.");
            RuleFor(input => input.Password).Must(password => password?.Length is > 0 and <= MaxLength).WithMessage("Give the password.");
        }
    }
}

using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Passwords;
using Portal.Features.Identity.Sessions;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.OwnAccount;

/// <summary>A person exchanges the own password: the current one is asked for (ASVS 6.2.3), the rules of <see cref="PasswordRules"/> hold, and every other session ends.</summary>
[Needs(Permission.UseOwnAccount)]
[NeedsFreshFactor]
public sealed class ChangePassword
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly OwnAccountDoor door;
    private readonly FreshFactor fresh;
    private readonly TryCounter counter;
    private readonly IPasswordHasher<Account> hasher;
    private readonly PasswordRules passwords;
    private readonly CredentialChange change;
    private readonly IdentityAudit audit;

    internal ChangePassword(
        PortalDatabase database, OwnAccountDoor door, FreshFactor fresh, TryCounter counter, IPasswordHasher<Account> hasher, PasswordRules passwords,
        CredentialChange change, IdentityAudit audit)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.counter = counter;
        this.hasher = hasher;
        this.passwords = passwords;
        this.change = change;
        this.audit = audit;
    }

    /// <summary>Exchanges the password.</summary>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    /// <exception cref="UnauthorizedAccessException">The actor is no person who is signed in.</exception>
    public async Task<OwnChangeResult> ForAsync(Actor actor, string? current, string? wanted, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var isWellFormed = (await Valid.ValidateAsync(new Input(current, wanted), cancel)).IsValid;
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
        if (await door.PassAsync(db, actor, cancel) is not (var session, var account))
        {
            return OwnChangeResult.StartAgain;
        }

        // The new one first: what it wants costs nobody a try.
        if (passwords.ProblemOf(account, wanted) is { } problem)
        {
            return new OwnChangeResult(OwnChangeOutcome.NotTaken, Problem: problem);
        }

        if ((isWellFormed ? await RefusalAsync(account, current!, cancel) : "malformed") is not { } refusal)
        {
            return await ChangeAsync(db, actor, session, account, wanted!, cancel);
        }

        await audit.OwnAccountRefusedAsync(actor, refusal, cancel);
        return OwnChangeResult.Refused;
    }

    private async Task<string?> RefusalAsync(Account account, string current, CancellationToken cancel) =>
        !await counter.CountAsync(account.Id, cancel) ? "locked"
            : account.PasswordHash is not { } hash || hasher.VerifyHashedPassword(account, hash, current) == PasswordVerificationResult.Failed ? "wrong-password" : null;

    private async Task<OwnChangeResult> ChangeAsync(PortalDbContext db, Actor actor, Session session, Account account, string wanted, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        account.PasswordHash = hasher.HashPassword(account, wanted);
        (account.SecurityStamp, account.ConcurrencyStamp) = (Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString());
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
        if (await change.MadeAsync(db, actor, session, AccountChange.Password, "password-changed", cancel) is not { } token)
        {
            return OwnChangeResult.StartAgain;
        }

        await transaction.CommitAsync(cancel);
        return new OwnChangeResult(OwnChangeOutcome.Changed, token);
    }

    private sealed record Input(string? Current, string? Wanted)
    {
        public override string ToString() => "Input";
    }

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules()
        {
            RuleFor(input => input.Current).Must(password => password?.Length is > 0 and <= PasswordRules.MaxLength).WithMessage("Give the current password.");
            RuleFor(input => input.Wanted).Must(password => password?.Length is > 0 and <= PasswordRules.MaxLength).WithMessage("Give the new password.");
        }
    }
}

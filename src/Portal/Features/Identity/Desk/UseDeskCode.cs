using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.Passwords;
using Portal.Features.Identity.Recovery;
using Portal.Features.Identity.Sessions;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.Desk;

/// <summary>
/// Uses a code of the desk up: sets the patient's account up, tied to the record that the code was made for, or gives the account there is a new password. Either goes
/// on with the enrolment of a factor. A recovery takes the old credentials away and ends all sessions in the same transaction.
/// </summary>
[OpenToAll("whoever holds the code is nobody yet")]
public sealed class UseDeskCode
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly DeskCodes codes;
    private readonly NewAccountWriter writer;
    private readonly PasswordRules passwords;
    private readonly SessionBook sessions;
    private readonly CredentialReset reset;
    private readonly PasswordGiven given;
    private readonly RecoveryNotices notices;
    private readonly DeskAudit audit;

    internal UseDeskCode(
        PortalDatabase database, DeskCodes codes, NewAccountWriter writer, PasswordRules passwords, SessionBook sessions, CredentialReset reset, PasswordGiven given,
        RecoveryNotices notices, DeskAudit audit)
    {
        this.database = database;
        this.codes = codes;
        this.writer = writer;
        this.passwords = passwords;
        this.sessions = sessions;
        this.reset = reset;
        this.given = given;
        this.notices = notices;
        this.audit = audit;
    }

    /// <summary>Sets the account up, or the new password.</summary>
    /// <param name="actor">Nobody, from where the form was sent.</param>
    /// <param name="token">What code and birth date were exchanged for.</param>
    /// <param name="email">The address to sign in with; not looked at where the account has one.</param>
    /// <param name="password">The password chosen; one that is refused does not cost the code.</param>
    /// <param name="cancel">Gives up; the code still works then.</param>
    public async Task<DeskCodeResult> ForAsync(Actor actor, string? token, string? email, string? password, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var valid = await Valid.ValidateAsync(new Input(token, email, password), cancel);
        await using var db = database.Open();
        var row = valid.Faults(nameof(Input.Token)) ? null : await DeskCodes.ByProofAsync(db, token!, cancel);
        if (codes.RefusalOfProof(row) is { } refusal)
        {
            return await RefuseAsync(actor, row, refusal, cancel);
        }

        return valid.Faults(nameof(Input.Password)) ? new DeskCodeResult(null, PasswordProblem.TooLong, EmailRefused: false)
            : row!.Kind == DeskCodeKind.Recovery ? await RecoverAsync(db, actor, row, password, cancel)
            : valid.Faults(nameof(Input.Email)) || !PersonRules.IsAddress(email) ? new DeskCodeResult(null, null, EmailRefused: true)
            : await ActivateAsync(db, actor, row, email!, password, cancel);
    }

    private async Task<DeskCodeResult> ActivateAsync(PortalDbContext db, Actor actor, DeskCode row, string email, string? password, CancellationToken cancel)
    {
        var person = new NewAccount(email, codes.NameOf(row) ?? "", password ?? "", Role.Patient, row.PatientId) { Id = new AccountId(row.AccountId) };
        if (passwords.ProblemOf(writer.EntityOf(person), password) is { } problem)
        {
            return new DeskCodeResult(null, problem, EmailRefused: false);
        }

        // Whether an address has an account can be learnt here: each try counts before it is looked up. One that is right uses the code up, with its count.
        if (!await codes.CountAsync(row.Id, "", cancel))
        {
            return await RefuseAsync(actor, row, "desk-code-dead", cancel);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!await codes.UseAsync(db, row, cancel) || await db.Set<Account>().AnyAsync(a => a.PatientId == row.PatientId, cancel))
        {
            await transaction.RollbackAsync(cancel);
            return await RefuseAsync(actor, row, "desk-code-closed", cancel);
        }

        if (!await writer.AddAsync(db, person, cancel))
        {
            await transaction.RollbackAsync(cancel);
            return await RefuseAddressAsync(actor, row, cancel);
        }

        var (session, next) = sessions.Add(db, row.AccountId, Role.Patient, SessionStage.AwaitingEnrolment, actor.Origin);
        await db.SaveChangesAsync(cancel);
        await audit.DoneAsync(db, actor, row.PatientId, row.AccountId, "desk-account-activated", cancel);
        await codes.KeepAddressesAsync(db, row, cancel);
        await notices.ActivatedAsync(db, row.AccountId, codes.AddressesOf(row), cancel);
        await transaction.CommitAsync(cancel);
        return new DeskCodeResult(new SignInStep(next, session.Stage), null, EmailRefused: false);
    }

    private async Task<DeskCodeResult> RecoverAsync(PortalDbContext db, Actor actor, DeskCode row, string? password, CancellationToken cancel)
    {
        var known = await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == row.AccountId && a.PatientId == row.PatientId, cancel);
        if (known is not null && passwords.ProblemOf(known, password) is { } problem)
        {
            return new DeskCodeResult(null, problem, EmailRefused: false);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (known is null || !await codes.UseAsync(db, row, cancel) || !await reset.TakeAwayAsync(db, actor, known.Id, cancel)
            || await given.ToAsync(db, actor, await db.Set<Account>().SingleAsync(a => a.Id == known.Id, cancel), Role.Patient, password!, cancel) is not { } step)
        {
            await transaction.RollbackAsync(cancel);
            return await RefuseAsync(actor, row, "desk-code-closed", cancel);
        }

        await audit.DoneAsync(db, actor, row.PatientId, row.AccountId, "desk-account-recovered", cancel);
        await codes.KeepAddressesAsync(db, row, cancel);
        await notices.ConfirmedAsync(db, row.AccountId, codes.AddressesOf(row), cancel);
        await transaction.CommitAsync(cancel);
        return new DeskCodeResult(step, null, EmailRefused: false);
    }

    // The answer tells that the address has an account. Whoever asks was seen at the desk, is named in the entry, and has the tries of the code for it.
    private async Task<DeskCodeResult> RefuseAddressAsync(Actor actor, DeskCode row, CancellationToken cancel)
    {
        await audit.RefusedAsync(actor, row, "address-taken", cancel);
        return new DeskCodeResult(null, null, EmailRefused: true);
    }

    private async Task<DeskCodeResult> RefuseAsync(Actor actor, DeskCode? row, string reason, CancellationToken cancel)
    {
        await audit.RefusedAsync(actor, row, reason, cancel);
        return DeskCodeResult.Refused;
    }

    private sealed record Input(string? Token, string? Email, string? Password)
    {
        public override string ToString() => "Input";
    }

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules()
        {
            RuleFor(input => input.Token).Must(SessionToken.LooksLikeOne).WithMessage("Give code and birth date again.");
            RuleFor(input => input.Email).Must(email => email is null || email.Length <= 254).WithMessage(PersonRules.Address);
            RuleFor(input => input.Password).Must(password => password is null || password.Length <= PasswordRules.MaxLength)
                .WithMessage(PasswordRules.SentenceOf(PasswordProblem.TooLong));
        }
    }
}

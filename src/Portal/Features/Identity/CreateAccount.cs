using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.Identity.Accounts;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity;

/// <summary>A person to make an account for.</summary>
/// <param name="Email">The address that the person signs in with.</param>
/// <param name="Name">The name shown to others.</param>
/// <param name="Password">The first password; the rules of NIST SP 800-63B-4 hold.</param>
/// <param name="Role">One of <see cref="Roles.OfPeople"/>.</param>
/// <param name="Patient">The person's own record, for a patient.</param>
public sealed record NewAccount(string Email, string Name, string Password, Role Role, PatientId? Patient = null)
{
    /// <summary>The account's id; a new one unless set.</summary>
    public AccountId Id { get; init; } = AccountId.New();

    /// <summary>A factor enrolled from the start: demo accounts only, everybody else enrols at the first sign-in.</summary>
    internal byte[]? TotpSecret { get; init; }

    /// <inheritdoc/>
    public override string ToString() => "NewAccount";
}

/// <summary>Makes an account. A factor is enrolled at its first sign-in.</summary>
[Needs(Permission.MaintainInstance)]
public sealed class CreateAccount
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly NewAccountWriter writer;
    private readonly AuditLog audit;

    internal CreateAccount(PortalDatabase database, NewAccountWriter writer, AuditLog audit)
    {
        this.database = database;
        this.writer = writer;
        this.audit = audit;
    }

    /// <summary>Makes the account; <c>null</c> when the address, or the id, has one already.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not maintain the instance.</exception>
    /// <exception cref="ValidationException">The e-mail, name, password or role is not usable.</exception>
    public async Task<AccountId?> ForAsync(Actor actor, NewAccount person, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(person);
        if (!actor.Has(Permission.MaintainInstance))
        {
            await audit.AppendAsync(EntryOf(actor, person, AuditOutcome.Denied), cancel);
            throw new UnauthorizedAccessException("This role may not make accounts.");
        }

        await Valid.ValidateAndThrowAsync(person, cancel);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Identity takes an account of the same id for the same person and would go on.
        if (await db.Set<Account>().AnyAsync(a => a.Id == person.Id.Value, cancel) || !await writer.AddAsync(db, person, cancel))
        {
            return null;
        }

        await audit.AppendAsync(db, EntryOf(actor, person, AuditOutcome.Allowed), cancel);
        await transaction.CommitAsync(cancel);
        return person.Id;
    }

    private AuditEntry EntryOf(Actor actor, NewAccount person, AuditOutcome outcome) =>
        audit.NewEntry(actor, Purpose.System, AuditAction.Create, AuditResource.Account, DataCategories.Account, outcome) with
        {
            ResourceId = person.Id.Value,
            Reason = $"role-{person.Role}",
        };

    // A message goes with the rule before it alone, so that each field has one rule; the library's own messages could quote what was typed.
    private sealed class Rules : AbstractValidator<NewAccount>
    {
        private static readonly System.ComponentModel.DataAnnotations.EmailAddressAttribute Address = new();

        public Rules()
        {
            RuleFor(p => p.Email).Must(email => email?.Length is > 0 and <= 254 && Address.IsValid(email)).WithMessage("Give a valid e-mail address.");
            RuleFor(p => p.Name).Must(name => !string.IsNullOrWhiteSpace(name) && name.Length <= 200).WithMessage("Give a name of at most 200 characters.");
            RuleFor(p => p.Password).Must(password => password?.Length is >= 8 and <= 256).WithMessage("Give a password of 8 to 256 characters.");
            RuleFor(p => p.Id).NotEqual(default(AccountId)).WithMessage("Give the account an id.");
            RuleFor(p => p.Patient).NotEqual(default(PatientId)).WithMessage("Give the patient's own record, or none.");
            RuleFor(p => p.Role).Must(Roles.OfPeople.Contains).WithMessage("Give one of the roles of people.");
        }
    }
}

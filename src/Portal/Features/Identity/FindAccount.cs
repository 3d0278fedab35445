using FluentValidation;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.Identity.Accounts;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity;

/// <summary>Finds an account by its e-mail, for command line verbs that name a person.</summary>
[Needs(Permission.MaintainInstance, Permission.ImportRecords)]
public sealed class FindAccount
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly AccountUsers users;
    private readonly AuditLog audit;

    internal FindAccount(PortalDatabase database, AccountUsers users, AuditLog audit)
    {
        this.database = database;
        this.users = users;
        this.audit = audit;
    }

    /// <summary>The account's id, or <c>null</c> when no account has the address.</summary>
    /// <exception cref="ValidationException">There is no address, or it is too long to be one.</exception>
    /// <exception cref="UnauthorizedAccessException">The actor may neither maintain the instance nor import records.</exception>
    public async Task<AccountId?> ByEmailAsync(Actor actor, string email, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.Has(Permission.MaintainInstance) && !actor.Has(Permission.ImportRecords))
        {
            await audit.AppendAsync(
                audit.NewEntry(actor, Purpose.Operations, AuditAction.Search, AuditResource.Account, DataCategories.Account, AuditOutcome.Denied), cancel);
            throw new UnauthorizedAccessException("This role may not look accounts up.");
        }

        await Valid.ValidateAndThrowAsync(new Wanted(email), cancel);
        await using var db = database.Open();
        using var identity = users.Over(db);
        return await identity.FindByEmailAsync(email) is { } account ? new AccountId(account.Id) : null;
    }

    private sealed record Wanted(string Email)
    {
        public override string ToString() => "Wanted";
    }

    private sealed class Rules : AbstractValidator<Wanted>
    {
        public Rules() =>
            RuleFor(wanted => wanted.Email).Must(email => email is { Length: <= 254 } && !string.IsNullOrWhiteSpace(email)).WithMessage("Give the e-mail address of an account.");
    }
}

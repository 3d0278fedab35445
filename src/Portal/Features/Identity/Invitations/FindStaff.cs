using FluentValidation;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.Identity.Accounts;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Invitations;

/// <summary>A colleague.</summary>
/// <param name="Id">The account.</param>
/// <param name="Name">The name.</param>
/// <param name="Role">The role held now.</param>
public sealed record StaffItem(AccountId Id, string Name, Role Role)
{
    /// <inheritdoc/>
    public override string ToString() => "StaffItem";
}

/// <summary>Finds colleagues by parts of their names. Patients' accounts are not among them. What was searched for is in no entry of the audit log.</summary>
[Needs(Permission.ReadAccounts)]
public sealed class FindStaff
{
    /// <summary>More than these are not worth a list: type more of the name.</summary>
    public const int Most = 10;

    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly AuditLog audit;
    private readonly AccountNames names;
    private readonly HeldRoles roles;

    internal FindStaff(PortalDatabase database, AuditLog audit, AccountNames names, HeldRoles roles)
    {
        this.database = database;
        this.audit = audit;
        this.names = names;
        this.roles = roles;
    }

    /// <summary>The first of them by name.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="text">The beginning of each word of the name, in any order.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="UnauthorizedAccessException">The actor may not see accounts; the try is audited.</exception>
    /// <exception cref="ValidationException">The text is too short or too long.</exception>
    public async Task<IReadOnlyList<StaffItem>> ForAsync(Actor actor, string text, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await Valid.ValidateAndThrowAsync(new Input(text), cancel);
        var may = actor.Has(Permission.ReadAccounts);
        await audit.AppendAsync(
            audit.NewEntry(
                actor, Purpose.Operations, AuditAction.Search, AuditResource.Account, DataCategories.Account, may ? AuditOutcome.Allowed : AuditOutcome.Denied),
            cancel);
        return may ? await FindAsync(text, cancel) : throw new UnauthorizedAccessException("This role may not see accounts.");
    }

    private async Task<IReadOnlyList<StaffItem>> FindAsync(string text, CancellationToken cancel)
    {
        var words = Normalise.Words(text).ToList();
        await using var db = database.Open();
        var found = (await names.OfStaffAsync(db, cancel)).Where(one => Fits(one.Value, words))
            .OrderBy(one => one.Value, StringComparer.CurrentCultureIgnoreCase).Take(Most).ToList();
        var items = new List<StaffItem>();
        foreach (var (account, name) in found)
        {
            items.Add(new StaffItem(account, name, (await roles.OfAsync(db, account.Value, cancel)).FirstOrDefault()));
        }

        return items;
    }

    private static bool Fits(string name, List<string> words)
    {
        var own = Normalise.Words(name).ToList();
        return words.TrueForAll(word => own.Exists(one => one.StartsWith(word, StringComparison.Ordinal)));
    }

    private sealed record Input(string Text);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(input => input.Text).MaximumLength(100).WithMessage("Type at most 100 characters.")
            .Must(text => text is not null && Normalise.Words(text).Any()).WithMessage("Type a part of the name.");
    }
}

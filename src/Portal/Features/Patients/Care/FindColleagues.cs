using FluentValidation;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.Identity.Accounts;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Care;

/// <summary>A clinician or nurse who can be put on a team or referred to.</summary>
/// <param name="Account">The account.</param>
/// <param name="Name">The name.</param>
public sealed record Colleague(AccountId Account, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => "Colleague";
}

/// <summary>Finds clinicians and nurses by parts of their names, for who puts them on teams or refers to them. What was searched for is in no entry.</summary>
[Needs(Permission.ReferPatients, Permission.AssignTeams)]
public sealed class FindColleagues
{
    /// <summary>More than these are not worth a list: type more of the name.</summary>
    public const int Most = 10;

    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly AuditLog audit;
    private readonly TreatingStaff staff;

    internal FindColleagues(PortalDatabase database, AuditLog audit, TreatingStaff staff)
    {
        this.database = database;
        this.audit = audit;
        this.staff = staff;
    }

    /// <summary>The first of them by name.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="text">The beginning of each word of the name, in any order.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="UnauthorizedAccessException">The actor neither refers nor assigns; the try is audited.</exception>
    /// <exception cref="ValidationException">The text is too short or too long.</exception>
    public async Task<IReadOnlyList<Colleague>> ForAsync(Actor actor, string text, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await Valid.ValidateAndThrowAsync(new Input(text), cancel);
        var may = actor.Has(Permission.ReferPatients) || actor.Has(Permission.AssignTeams);
        await audit.AppendAsync(
            audit.NewEntry(
                actor, Purpose.Operations, AuditAction.Search, AuditResource.Account, DataCategories.Account, may ? AuditOutcome.Allowed : AuditOutcome.Denied),
            cancel);
        if (!may)
        {
            throw new UnauthorizedAccessException("This role may not look for colleagues.");
        }

        await using var db = database.Open();
        return [.. (await staff.FindAsync(db, text, Most, cancel)).Select(one => new Colleague(one.Account, one.Name))];
    }

    private sealed record Input(string Text);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(input => input.Text).MaximumLength(100).WithMessage("Type at most 100 characters.")
            .Must(text => text is not null && Normalise.Words(text).Any()).WithMessage("Type a part of the name.");
    }
}

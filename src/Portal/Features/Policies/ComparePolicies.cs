using FluentValidation;
using Portal.Data;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Policies;

/// <summary>Shows what is different between two signed versions of a policy.</summary>
[Needs(Permission.ReadPolicies)]
public sealed class ComparePolicies
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly PolicyDoor door;
    private readonly PolicyBook book;
    private readonly SignedPolicies signed;

    internal ComparePolicies(PortalDatabase database, PolicyDoor door, PolicyBook book, SignedPolicies signed)
    {
        (this.database, this.door) = (database, door);
        (this.book, this.signed) = (book, signed);
    }

    /// <summary>The comparison; <c>null</c> where one of the two is not there or was altered past the portal.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not read policies; the try is audited.</exception>
    /// <exception cref="ValidationException">There is no such kind, or the numbers are not in order.</exception>
    public async Task<PolicyComparison?> ForAsync(Actor actor, PolicyKind kind, int old, int fresh, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var entry = door.EntryOf(actor, AuditAction.Read, "policy-compared");
        await door.PassAsync(actor.Has(Permission.ReadPolicies), entry, cancel);
        await Valid.ValidateAndThrowAsync(new Input(kind, old, fresh), cancel);
        await using var db = database.Open();
        var versions = await PolicyBook.VersionsAsync(db, kind, cancel);
        if (versions.Find(one => one.Number == old) is not { } before || versions.Find(one => one.Number == fresh) is not { } after
            || book.TextOf(before) is not { } was || book.TextOf(after) is not { } now)
        {
            return null;
        }

        await door.DoneAsync(entry with { ResourceId = after.Id }, cancel);
        var both = await signed.OfAsync(db, [before, after], cancel);
        return new PolicyComparison(kind, both[0], both[1], LineDiff.Of(was, now));
    }

    private sealed record Input(PolicyKind Kind, int Old, int Fresh);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules()
        {
            RuleFor(input => input.Kind).IsInEnum();
            RuleFor(input => input.Old).GreaterThan(0);
            RuleFor(input => input.Fresh).GreaterThan(input => input.Old);
        }
    }
}

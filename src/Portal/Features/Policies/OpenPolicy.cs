using FluentValidation;
using Portal.Data;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Policies;

/// <summary>Opens a policy to read: the version in force, or an older one.</summary>
[Needs(Permission.ReadPolicies)]
public sealed class OpenPolicy
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly PolicyDoor door;
    private readonly PolicyBook book;
    private readonly PolicyAudience audience;
    private readonly SignedPolicies signed;

    internal OpenPolicy(PortalDatabase database, PolicyDoor door, PolicyBook book, PolicyAudience audience, SignedPolicies signed)
    {
        (this.database, this.door) = (database, door);
        (this.book, this.audience, this.signed) = (book, audience, signed);
    }

    /// <summary>The policy; <c>null</c> where it has no version of that number.</summary>
    /// <param name="actor">Who reads.</param>
    /// <param name="kind">Which policy.</param>
    /// <param name="number">Which version; <c>null</c> for the one in force.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="UnauthorizedAccessException">The actor may not read policies; the try is audited.</exception>
    /// <exception cref="ValidationException">There is no such kind or number.</exception>
    public async Task<PolicyView?> ForAsync(Actor actor, PolicyKind kind, int? number, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var entry = door.EntryOf(actor, AuditAction.Read);
        await door.PassAsync(actor.Has(Permission.ReadPolicies), entry, cancel);
        await Valid.ValidateAndThrowAsync(new Input(kind, number), cancel);
        await using var db = database.Open();
        var versions = await PolicyBook.VersionsAsync(db, kind, cancel);
        var shown = number is null ? versions.FirstOrDefault() : versions.Find(version => version.Number == number);
        if (shown is null && number is not null)
        {
            return null;
        }

        await door.DoneAsync(entry with { ResourceId = shown?.Id }, cancel);
        return await ViewAsync(db, actor, kind, (versions, shown), cancel);
    }

    private async Task<PolicyView> ViewAsync(PortalDbContext db, Actor actor, PolicyKind kind, (List<PolicyVersion> All, PolicyVersion? Shown) versions, CancellationToken cancel)
    {
        var (all, shown) = versions;
        var history = await signed.OfAsync(db, all, cancel);
        return new PolicyView(
            kind,
            history.SingleOrDefault(one => one.Id == shown?.Id),
            shown is null ? null : book.TextOf(shown),
            shown is not null && shown == all[0],
            history,
            PolicyKinds.Concerned(kind).Contains(actor.Role),
            shown is not null && actor.Account is { } account ? await audience.AcknowledgedAsync(db, shown, account, cancel) : null,
            shown is not null && actor.SeesAcknowledgements ? PolicyDrift.Of(shown) : []);
    }

    private sealed record Input(PolicyKind Kind, int? Number);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules()
        {
            RuleFor(input => input.Kind).IsInEnum();
            RuleFor(input => input.Number).GreaterThan(0);
        }
    }
}

using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Policies;

/// <summary>Drops the draft of a policy; signed versions stay.</summary>
[Needs(Permission.SignPolicies)]
public sealed class DropPolicyDraft
{
    private readonly PortalDatabase database;
    private readonly PolicyDoor door;

    internal DropPolicyDraft(PortalDatabase database, PolicyDoor door) => (this.database, this.door) = (database, door);

    /// <summary>Drops it; <c>false</c> where there is none.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not write policies; the try is audited.</exception>
    /// <exception cref="ValidationException">There is no such kind.</exception>
    public async Task<bool> ForAsync(Actor actor, PolicyKind kind, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var entry = door.EntryOf(actor, AuditAction.Delete, "policy-draft-dropped");
        await door.PassAsync(actor.Has(Permission.SignPolicies), entry, cancel);
        await PolicyKindRules.Valid.ValidateAndThrowAsync(new PolicyKindRules.Input(kind), cancel);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.Set<PolicyDraft>().Where(draft => draft.Kind == kind).ExecuteDeleteAsync(cancel) == 0)
        {
            return false;
        }

        await door.DoneAsync(db, entry, cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }
}

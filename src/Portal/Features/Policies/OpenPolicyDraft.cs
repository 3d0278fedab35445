using FluentValidation;
using Portal.Data;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Policies;

/// <summary>Opens the next version of a policy to write at it: the draft, else the version in force, else the text that the portal brings along.</summary>
[Needs(Permission.SignPolicies)]
public sealed class OpenPolicyDraft
{
    private readonly PortalDatabase database;
    private readonly PolicyDoor door;
    private readonly PolicyDrafts drafts;

    internal OpenPolicyDraft(PortalDatabase database, PolicyDoor door, PolicyDrafts drafts)
    {
        this.database = database;
        this.door = door;
        this.drafts = drafts;
    }

    /// <summary>The text.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not write policies; the try is audited.</exception>
    /// <exception cref="ValidationException">There is no such kind.</exception>
    public async Task<DraftView> ForAsync(Actor actor, PolicyKind kind, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var entry = door.EntryOf(actor, AuditAction.Read, "policy-draft");
        await door.PassAsync(actor.Has(Permission.SignPolicies), entry, cancel);
        await PolicyKindRules.Valid.ValidateAndThrowAsync(new PolicyKindRules.Input(kind), cancel);
        await door.DoneAsync(entry, cancel);
        await using var db = database.Open();
        return await drafts.ViewAsync(db, kind, cancel);
    }
}

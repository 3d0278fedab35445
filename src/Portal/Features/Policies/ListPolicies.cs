using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Policies;

/// <summary>The policies of the house, which of them waits for the viewer, and to those who look after them how each stands.</summary>
[Needs(Permission.ReadPolicies)]
public sealed class ListPolicies
{
    private readonly PortalDatabase database;
    private readonly PolicyDoor door;
    private readonly PolicyAudience audience;
    private readonly SignedPolicies signed;

    internal ListPolicies(PortalDatabase database, PolicyDoor door, PolicyAudience audience, SignedPolicies signed)
    {
        this.database = database;
        this.door = door;
        this.audience = audience;
        this.signed = signed;
    }

    /// <summary>All policies, in their order.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not read policies; the try is audited.</exception>
    public async Task<IReadOnlyList<PolicyItem>> ForAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var entry = door.EntryOf(actor, AuditAction.Search);
        await door.PassAsync(actor.Has(Permission.ReadPolicies), entry, cancel);
        await door.DoneAsync(entry, cancel);
        await using var db = database.Open();
        var current = await PolicyBook.CurrentAsync(db, cancel);
        var drafts = await db.Set<PolicyDraft>().Select(draft => draft.Kind).ToListAsync(cancel);
        var items = new List<PolicyItem>();
        foreach (var kind in PolicyKinds.All)
        {
            items.Add(await ItemAsync(db, actor, (kind, current.GetValueOrDefault(kind)), drafts.Contains(kind), cancel));
        }

        return items;
    }

    private async Task<PolicyItem> ItemAsync(PortalDbContext db, Actor actor, (PolicyKind Kind, PolicyVersion? Version) one, bool hasDraft, CancellationToken cancel)
    {
        var isConcerned = PolicyKinds.Concerned(one.Kind).Contains(actor.Role);
        var care = actor.SeesAcknowledgements ? await CareAsync(db, one, hasDraft, cancel) : null;
        return one.Version is { } version
            ? new PolicyItem(one.Kind, (await signed.OfAsync(db, [version], cancel))[0], isConcerned, await audience.AcknowledgedAsync(db, version, actor.Account ?? default, cancel), care)
            : new PolicyItem(one.Kind, null, isConcerned, null, care);
    }

    private async Task<PolicyCare> CareAsync(PortalDbContext db, (PolicyKind Kind, PolicyVersion? Version) one, bool hasDraft, CancellationToken cancel)
    {
        var concerned = await PolicyAudience.ConcernedAsync(db, one.Kind, cancel);
        var said = one.Version is { } version ? await audience.AcknowledgedAsync(db, version, cancel) : new Dictionary<AccountId, DateTimeOffset>();
        return new PolicyCare(hasDraft, one.Version is { } signedOne && PolicyDrift.Of(signedOne).Count > 0, concerned.Count, concerned.Keys.Count(said.ContainsKey));
    }
}

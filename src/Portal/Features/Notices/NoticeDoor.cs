using Portal.Data;
using Portal.Data.Auditing;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Notices;

/// <summary>Lets a person to the own notices, and writes that somebody was there. Nobody reaches those of others: every query is cut by the actor's account.</summary>
internal sealed class NoticeDoor(AuditLog log)
{
    /// <summary>The account whose notices the actor may see: the own one.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor is no person; the try is an entry.</exception>
    public async Task<Guid> PassAsync(Actor actor, AuditAction action, CancellationToken cancel)
    {
        if (actor.Has(Permission.UseOwnAccount) && actor.Account is { Value: var account })
        {
            return account;
        }

        await log.AppendAsync(Entry(actor, action, AuditOutcome.Denied) with { Reason = "not-a-person" }, cancel);
        throw new UnauthorizedAccessException("Only a person who is signed in has notices.");
    }

    /// <summary>The person looked at the own notices.</summary>
    public Task ReadAsync(Actor actor, CancellationToken cancel) =>
        log.AppendAsync(Entry(actor, AuditAction.Search, AuditOutcome.Allowed) with { Reason = "own-notices" }, cancel);

    /// <summary>The person marked own notices as read, in the transaction of that.</summary>
    public Task MarkedAsync(PortalDbContext db, Actor actor, CancellationToken cancel) =>
        log.AppendAsync(db, Entry(actor, AuditAction.Update, AuditOutcome.Allowed) with { Reason = "own-notices-read" }, cancel);

    private AuditEntry Entry(Actor actor, AuditAction action, AuditOutcome outcome) =>
        log.NewEntry(actor, Purpose.System, action, AuditResource.Account, DataCategories.Account, outcome) with { ResourceId = actor.Account?.Value };
}

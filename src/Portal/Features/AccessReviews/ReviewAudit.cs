using Portal.Data;
using Portal.Data.Auditing;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AccessReviews;

/// <summary>Lets in who may see or run access reviews, and writes what was done and what was refused. Reasons are codes: no entry holds a name or a comment.</summary>
internal sealed class ReviewAudit(AuditLog audit)
{
    /// <summary>Goes on with the permission.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor has it not; the try is audited.</exception>
    public async Task PassAsync(Actor actor, bool may, AuditAction action, Guid? about, CancellationToken cancel)
    {
        if (!may)
        {
            await RefusedAsync(actor, action, about, "not-permitted", cancel);
            throw new UnauthorizedAccessException("This role may not do this with access reviews.");
        }
    }

    public Task DoneAsync(PortalDbContext db, Actor actor, AuditAction action, Guid about, string reason, CancellationToken cancel) =>
        audit.AppendAsync(db, EntryOf(actor, action, about) with { Reason = reason }, cancel);

    /// <summary>A look or a file, durable before anything is shown.</summary>
    public Task ShownAsync(Actor actor, AuditAction action, Guid? about, string? reason, CancellationToken cancel) =>
        audit.AppendAsync(EntryOf(actor, action, about) with { Reason = reason }, cancel);

    public Task RefusedAsync(Actor actor, AuditAction action, Guid? about, string reason, CancellationToken cancel) =>
        audit.AppendAsync(EntryOf(actor, action, about) with { Outcome = AuditOutcome.Denied, Reason = reason }, cancel);

    public AuditEntry EntryOf(Actor actor, AuditAction action, Guid? about) =>
        audit.NewEntry(actor, actor.Role == Role.System ? Purpose.System : Purpose.Operations, action, AuditResource.AccessReview, DataCategories.Account, AuditOutcome.Allowed) with
        {
            ResourceId = about,
        };

    /// <summary>The code of a refusal.</summary>
    public static string CodeOf(ReviewOutcome outcome) => $"access-{outcome}";
}

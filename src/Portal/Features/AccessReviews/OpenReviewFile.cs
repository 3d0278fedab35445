using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AccessReviews;

/// <summary>Hands out a signed review with the proof of its signature. Each download is an entry, durable before the first byte.</summary>
[Needs(Permission.ReadAccessReviews)]
public sealed class OpenReviewFile
{
    private readonly PortalDatabase database;
    private readonly ReviewAudit audit;
    private readonly ReviewBook book;
    private readonly ReviewPackage package;

    internal OpenReviewFile(PortalDatabase database, ReviewAudit audit, ReviewBook book, ReviewPackage package) =>
        (this.database, this.audit, this.book, this.package) = (database, audit, book, package);

    /// <summary>Opens it: the CSV, the entry of the signature, its proof, the signed manifest.</summary>
    /// <returns><c>null</c> where there is no such signed review, or it is not as it was signed; the try is audited.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor may not see reviews; the try is audited.</exception>
    public async Task<IReadOnlyList<ReviewPackageFile>?> ForAsync(Actor actor, Guid review, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await audit.PassAsync(actor, actor.Has(Permission.ReadAccessReviews), AuditAction.Export, review, cancel);
        await using var db = database.Open();
        var row = await db.Set<Campaign>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == review && c.State == ReviewState.Signed, cancel);
        if (row is null || !book.IsSound(row) || await package.OfAsync(actor, row, cancel) is not { } files)
        {
            await audit.RefusedAsync(actor, AuditAction.Export, review, ReviewAudit.CodeOf(row is null ? ReviewOutcome.NotFound : ReviewOutcome.Altered), cancel);
            return null;
        }

        await audit.ShownAsync(actor, AuditAction.Export, review, null, cancel);
        return files;
    }
}

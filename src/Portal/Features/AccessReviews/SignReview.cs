using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Files;
using Portal.Features.Identity.StepUp;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AccessReviews;

/// <summary>
/// Signs a review: from then on nothing of it changes, which the database itself holds. The file is made and kept as it is now, and the audit entry of the signature holds its
/// SHA-256, so that the entry's proof proves the file (decision 0113).
/// </summary>
[Needs(Permission.RunAccessReviews)]
[NeedsFreshFactor]
public sealed class SignReview
{
    private readonly PortalDatabase database;
    private readonly ReviewAudit audit;
    private readonly AuditLog log;
    private readonly FreshFactor fresh;
    private readonly ReviewBook book;
    private readonly ReviewItems items;
    private readonly ReviewFile file;
    private readonly FileStore files;
    private readonly TimeProvider clock;

    internal SignReview(
        PortalDatabase database, ReviewAudit audit, AuditLog log, FreshFactor fresh, ReviewBook book, ReviewItems items, ReviewFile file, FileStore files, TimeProvider clock)
    {
        (this.database, this.audit, this.log, this.fresh) = (database, audit, log, fresh);
        (this.book, this.items, this.file, this.files, this.clock) = (book, items, file, files, clock);
    }

    /// <summary>Signs it.</summary>
    /// <returns>
    /// <see cref="ReviewOutcome.Done"/>, <see cref="ReviewOutcome.NotEnded"/>, <see cref="ReviewOutcome.Frozen"/>, <see cref="ReviewOutcome.Altered"/>,
    /// <see cref="ReviewOutcome.Changed"/> or <see cref="ReviewOutcome.NotFound"/>.
    /// </returns>
    /// <exception cref="UnauthorizedAccessException">The actor is no compliance officer; the try is audited.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    public async Task<ReviewOutcome> ForAsync(Actor actor, Guid review, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await audit.PassAsync(actor, actor.Has(Permission.RunAccessReviews), AuditAction.Update, review, cancel);
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var outcome = await RefusalAsync(db, review, cancel) ?? await SignAsync(db, actor, review, cancel);
        if (outcome == ReviewOutcome.Done)
        {
            await transaction.CommitAsync(cancel);
            return outcome;
        }

        await transaction.RollbackAsync(cancel);
        await audit.RefusedAsync(actor, AuditAction.Update, review, ReviewAudit.CodeOf(outcome), cancel);
        return outcome;
    }

    private async Task<ReviewOutcome?> RefusalAsync(PortalDbContext db, Guid review, CancellationToken cancel)
    {
        var isTaken = await Campaign.TakeTurnAsync(db, review, cancel);
        return await db.Set<Campaign>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == review, cancel) is not { } campaign ? ReviewOutcome.NotFound
            : !isTaken ? ReviewOutcome.Frozen
            : !book.IsSound(campaign) ? ReviewOutcome.Altered
            : campaign.State == ReviewState.Running && await ReviewBook.Open(db.Set<CampaignLine>()).AnyAsync(line => line.CampaignId == review, cancel) ? ReviewOutcome.NotEnded
            : null;
    }

    private async Task<ReviewOutcome> SignAsync(PortalDbContext db, Actor actor, Guid review, CancellationToken cancel)
    {
        var bytes = await BytesAsync(db, review, cancel);
        var stored = files.Begin(db, review);
        await stored.AddAsync(db, bytes, isLast: true, cancel);
        var (hash, now) = (SHA256.HashData(bytes), Microseconds.Cut(clock.GetUtcNow()));
        var entry = audit.EntryOf(actor, AuditAction.Update, review) with { Reason = ReasonOf(hash) };
        var campaign = await db.Set<Campaign>().SingleAsync(c => c.Id == review, cancel);
        (campaign.State, campaign.EndedAt, campaign.OpenKey) = (ReviewState.Signed, campaign.EndedAt ?? now, null);
        (campaign.SignedAt, campaign.SignedBy, campaign.SignEntry) = (now, actor.Account, entry.Id.Value);
        (campaign.FileId, campaign.Hash) = (stored.Id, hash);
        book.Changed(campaign);
        await log.AppendAsync(db, entry, cancel);
        try
        {
            await db.SaveChangesAsync(cancel);
            return ReviewOutcome.Done;
        }
        catch (DbUpdateConcurrencyException)
        {
            return ReviewOutcome.Changed;
        }
    }

    /// <summary>What the entry says: the hash of the file, in the 43 letters of base64url.</summary>
    internal static string ReasonOf(byte[] hash) => $"review-signed:{Base64Url.EncodeToString(hash)}";

    private async Task<byte[]> BytesAsync(PortalDbContext db, Guid review, CancellationToken cancel)
    {
        var lines = await db.Set<CampaignLine>().AsNoTracking().Where(line => line.CampaignId == review).OrderBy(line => line.Number).ToListAsync(cancel);
        var people = lines.SelectMany(line => new[] { line.AccountId, line.GivenBy, line.ReviewerId, line.DelegatedBy, line.DecidedBy }).OfType<AccountId>().Distinct().ToList();
        return file.Write(lines, await items.NamesAsync(db, people, cancel));
    }
}

using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Findings;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;
using Portal.Kernel.Findings;

namespace Portal.Features.Findings;

/// <summary>
/// Records what came of a finding: by whom, when, with which outcome and why (45 CFR 164.308(a)(1)(ii)(D), 164.308(a)(6)(ii)). Nobody reviews what is about the own
/// doing; of two who review at once the slower one is told.
/// </summary>
[Needs(Permission.ReviewFindings)]
public sealed class ReviewFinding
{
    private static readonly FindingReviewRules Valid = new();

    private readonly PortalDatabase database;
    private readonly AuditLog audit;
    private readonly FindingLog log;
    private readonly FindingDoor door;
    private readonly FindingEntries entries;
    private readonly KeyRing keys;
    private readonly TimeProvider clock;

    internal ReviewFinding(PortalDatabase database, AuditLog audit, FindingLog log, FindingDoor door, FindingEntries entries, KeyRing keys, TimeProvider clock)
    {
        this.database = database;
        this.audit = audit;
        this.log = log;
        this.door = door;
        this.entries = entries;
        this.keys = keys;
        this.clock = clock;
    }

    /// <summary>Reviews it.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not review; the try is audited.</exception>
    /// <exception cref="ValidationException">The outcome is none, or the note is missing or too long.</exception>
    public async Task<ReviewResult> ForAsync(Actor actor, FindingReview review, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(review);
        await door.PassAsync(actor.Has(Permission.ReviewFindings), door.EntryOf(actor, AuditAction.Update, AuditResource.Finding, review.Id), cancel);
        await Valid.ValidateAndThrowAsync(review, cancel);
        await using var db = database.Open();
        if (await db.Set<Finding>().SingleOrDefaultAsync(f => f.Id == review.Id, cancel) is not { } row)
        {
            return ReviewResult.Changed;
        }

        if (FindingEntries.AreOwn(actor, row, await entries.OfAsync(row, cancel)))
        {
            await audit.AppendAsync(log.EntryOf(actor, AuditAction.Update, row, AuditOutcome.Denied) with { Reason = "own-finding" }, cancel);
            return ReviewResult.Own;
        }

        return row.State == FindingState.Open && row.Version == review.Version ? await KeepAsync(db, actor, row, review, cancel) : ReviewResult.Changed;
    }

    private async Task<ReviewResult> KeepAsync(PortalDbContext db, Actor actor, Finding row, FindingReview review, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await audit.AppendAsync(db, log.EntryOf(actor, AuditAction.Update, row) with { Reason = $"reviewed: {review.Outcome}" }, cancel);
        (row.State, row.OpenKey, row.Outcome) = (FindingState.Reviewed, null, review.Outcome);
        (row.ReviewedBy, row.ReviewedAt) = (actor.Account, Microseconds.Cut(clock.GetUtcNow()));
        row.Note = new Protected<string>(review.Note.Trim(), keys.Of(KeyUse.Reviews));
        row.Version++;
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return ReviewResult.Changed;
        }

        await transaction.CommitAsync(cancel);
        return ReviewResult.Done;
    }
}

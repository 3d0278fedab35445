using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.BreakGlass.Review;

/// <summary>
/// Decides whether the glass was rightly broken, or asks the person about it first (45 CFR 164.308(a)(1)(ii)(C) and (D)). Nobody reviews the own grants; of two who do so
/// at once the slower one is told; what was decided stays. What was found inappropriate is a finding, and closes the record where it was still open.
/// </summary>
[Needs(Permission.ReviewBreakGlass)]
public sealed class ReviewGrant
{
    private static readonly AccessRequest Request = new(Permission.ReviewBreakGlass, AuditAction.Update, AuditResource.EmergencyAccess, DataCategories.Audit);

    private static readonly GrantReviewRules Valid = new();

    private readonly PortalDatabase database;
    private readonly Gate gate;
    private readonly AuditLog audit;
    private readonly GlassDoor door;
    private readonly ReviewSteps steps;
    private readonly ReviewOutcome outcome;
    private readonly TimeProvider clock;

    internal ReviewGrant(PortalDatabase database, Gate gate, AuditLog audit, GlassDoor door, ReviewSteps steps, ReviewOutcome outcome, TimeProvider clock)
    {
        (this.database, this.gate, this.audit, this.door) = (database, gate, audit, door);
        (this.steps, this.outcome, this.clock) = (steps, outcome, clock);
    }

    /// <summary>Keeps what the reviewer says.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not review; the try is audited.</exception>
    /// <exception cref="ValidationException">The verdict is none, or its sentence is missing or too long.</exception>
    /// <exception cref="AuditUnavailableException">The audit entry could not be written, so nothing was kept.</exception>
    public async Task<GrantReviewResult> ForAsync(Actor actor, GrantReview review, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(review);
        var entry = door.EntryOf(actor, AuditAction.Update, review.Grant);
        await door.PassAsync(actor.Has(Permission.ReviewBreakGlass), entry, cancel);
        await Valid.ValidateAndThrowAsync(review, cancel);
        if (await FindAsync(actor, review.Grant, cancel) is not { } shown)
        {
            return GrantReviewResult.NotFound;
        }

        if (shown.AccountId == actor.Account)
        {
            await audit.AppendAsync(entry with { Outcome = AuditOutcome.Denied, Reason = "own-grant", Patients = [shown.PatientId] }, cancel);
            return GrantReviewResult.Own;
        }

        return shown.SealBroken ? GrantReviewResult.Altered : await KeepAsync(actor, shown.PatientId, review, cancel);
    }

    /// <summary>What entries say of a step.</summary>
    internal static string CodeOf(GlassReview kind) => $"glass-{kind.ToString().ToLowerInvariant()}";

    private async Task<GlassGrant?> FindAsync(Actor actor, Guid grant, CancellationToken cancel)
    {
        await using var all = await gate.OpenToReviewGlassAsync(actor, cancel);
        return await all.Set<GlassGrant>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == grant, cancel);
    }

    private async Task<GrantReviewResult> KeepAsync(Actor actor, PatientId patient, GrantReview review, CancellationToken cancel)
    {
        await using var db = database.Open();
        var request = Request with { ResourceId = review.Grant, Grant = review.Grant, Reason = CodeOf(review.Verdict) };
        if (await gate.OpenForChangeAsync(db, actor, Purpose.Operations, request, patient, cancel) is not { } access || !access.Opens(patient))
        {
            return GrantReviewResult.NotFound;
        }

        // Where nothing is kept the entry goes with the transaction.
        var row = await db.Set<GlassGrant>().SingleAsync(one => one.Id == review.Grant, cancel);
        if (!GlassReviews.IsOpen(row.Review) || await db.Set<GlassStep>().CountAsync(step => step.GrantId == row.Id, cancel) != review.Seen)
        {
            return GrantReviewResult.Changed;
        }

        if (review.Verdict == GlassReview.Appropriate && GrantBook.IsInForce(row, clock.GetUtcNow()))
        {
            return GrantReviewResult.StillOpen;
        }

        try
        {
            steps.Add(db, access, row, (actor.Account!.Value, review.Verdict, review.Text));
            await outcome.FollowAsync(db, actor, row, cancel);
            await db.SaveChangesAsync(cancel);
            await db.Database.CommitTransactionAsync(cancel);
            return GrantReviewResult.Done;
        }
        catch (DbUpdateConcurrencyException)
        {
            return GrantReviewResult.Changed;
        }
    }
}

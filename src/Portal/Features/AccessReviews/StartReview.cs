using FluentValidation;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AccessReviews;

/// <summary>Begins a review of access ad hoc, beside those that begin by themselves (45 CFR 164.308(a)(4)(ii)(C)).</summary>
[Needs(Permission.RunAccessReviews)]
public sealed class StartReview
{
    private readonly ReviewAudit audit;
    private readonly ReviewStart start;
    private readonly StartReviewRules rules;

    internal StartReview(ReviewAudit audit, ReviewStart start, TimeProvider clock) => (this.audit, this.start, rules) = (audit, start, new StartReviewRules(clock));

    /// <summary>Begins it.</summary>
    /// <returns><see cref="ReviewOutcome.Done"/> with the review, or <see cref="ReviewOutcome.Runs"/>.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor is no compliance officer; the try is audited.</exception>
    /// <exception cref="ValidationException">The scope or the last day cannot be.</exception>
    public async Task<StartedReview> ForAsync(Actor actor, StartReviewInput what, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(what);
        await audit.PassAsync(actor, actor.Has(Permission.RunAccessReviews), AuditAction.Create, null, cancel);
        await rules.ValidateAndThrowAsync(what, cancel);
        if (await start.BeginAsync(actor, what, null, cancel) is { } id)
        {
            return new StartedReview(ReviewOutcome.Done, id);
        }

        await audit.RefusedAsync(actor, AuditAction.Create, null, ReviewAudit.CodeOf(ReviewOutcome.Runs), cancel);
        return new StartedReview(ReviewOutcome.Runs, null);
    }
}

/// <summary>How it began.</summary>
/// <param name="Outcome">How.</param>
/// <param name="Id">The review, where it was done.</param>
public sealed record StartedReview(ReviewOutcome Outcome, Guid? Id);

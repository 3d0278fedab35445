using FluentValidation;
using Portal.Data;
using Portal.Data.Notices;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Notices;

namespace Portal.Features.AccessReviews;

/// <summary>Hands a decision to somebody else who may make it: an officer, or whoever stands above the person in the staff directory. Never to the person.</summary>
[Needs(Permission.ReviewAccess)]
public sealed class DelegateReview
{
    private static readonly Rules Valid = new();

    private readonly LineStep lines;
    private readonly Reviewers reviewers;
    private readonly ReviewBook book;
    private readonly NoticeBook notices;

    internal DelegateReview(LineStep lines, Reviewers reviewers, ReviewBook book, NoticeBook notices) =>
        (this.lines, this.reviewers, this.book, this.notices) = (lines, reviewers, book, notices);

    /// <summary>Hands it over, and tells whoever decides now.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not review; the try is audited.</exception>
    /// <exception cref="ValidationException">The comment is too long.</exception>
    public async Task<ReviewOutcome> ForAsync(Actor actor, Guid line, AccountId to, string? comment, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await lines.PassAsync(actor, actor.Has(Permission.ReviewAccess), line, cancel);
        await Valid.ValidateAndThrowAsync(new Input(comment), cancel);
        return await lines.DoAsync(actor, line, "access-delegated", (db, row) => HandAsync(db, actor, row, to, comment, cancel), cancel);
    }

    private async Task<ReviewOutcome> HandAsync(PortalDbContext db, Actor actor, CampaignLine line, AccountId to, string? comment, CancellationToken cancel)
    {
        if (to == line.ReviewerId || !(await reviewers.AllowedAsync(db, line, cancel)).Contains(to))
        {
            return ReviewOutcome.NotAllowed;
        }

        (line.ReviewerId, line.DelegatedBy, line.DelegationNote) = (to, actor.Account, book.Cell(comment));
        await notices.AddAsync(db, to.Value, NoticeKind.AccessReviewWaits, new NoticeAlso([], ReviewWords.People(1), About: line.CampaignId), cancel);
        return ReviewOutcome.Done;
    }

    private sealed record Input(string? Comment);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(input => input.Comment).IsAComment();
    }
}

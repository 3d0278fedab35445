using FluentValidation;
using Portal.Kernel.Access;

namespace Portal.Features.AccessReviews;

/// <summary>Says that access stays as it is: of one person, or of several at once. What is marked is kept one by one, with a sentence.</summary>
[Needs(Permission.ReviewAccess)]
public sealed class KeepAccess
{
    /// <summary>The most at once.</summary>
    public const int Most = 500;

    private static readonly Rules Valid = new();

    private readonly LineStep lines;

    internal KeepAccess(LineStep lines) => this.lines = lines;

    /// <summary>Keeps it.</summary>
    /// <param name="actor">The reviewer.</param>
    /// <param name="keep">The lines.</param>
    /// <param name="comment">Why; wanted for one that is marked.</param>
    /// <param name="cancel">Gives up between two lines.</param>
    /// <exception cref="UnauthorizedAccessException">The actor may not review; the try is audited.</exception>
    /// <exception cref="ValidationException">There are none or too many, or the comment is too long.</exception>
    public async Task<KeptLines> ForAsync(Actor actor, IReadOnlyCollection<Guid> keep, string? comment, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(keep);
        await lines.PassAsync(actor, actor.Has(Permission.ReviewAccess), keep.FirstOrDefault(), cancel);
        await Valid.ValidateAndThrowAsync(new Input(keep, comment), cancel);
        var (kept, refused) = (0, (ReviewOutcome?)null);
        foreach (var id in keep.Distinct())
        {
            var outcome = await lines.DoAsync(actor, id, "access-kept", (_, line) => Task.FromResult(Keep(actor, line, keep.Count == 1, comment)), cancel);
            (kept, refused) = outcome == ReviewOutcome.Done ? (kept + 1, refused) : (kept, refused ?? outcome);
        }

        return new KeptLines(kept, refused);
    }

    private ReviewOutcome Keep(Actor actor, CampaignLine line, bool isOne, string? comment)
    {
        if (line.Marks != LineMarks.None && (!isOne || !Comments.IsSentence(comment)))
        {
            return ReviewOutcome.NeedsComment;
        }

        lines.Decide(actor, line, LineState.Kept, comment);
        return ReviewOutcome.Done;
    }

    private sealed record Input(IReadOnlyCollection<Guid> Lines, string? Comment);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules()
        {
            RuleFor(input => input.Lines).Must(lines => lines.Count is > 0 and <= Most).WithMessage("Choose 1 to 500 people.");
            RuleFor(input => input.Comment).IsAComment();
        }
    }
}

/// <summary>How many were kept.</summary>
/// <param name="Kept">How many.</param>
/// <param name="Refused">Why the first of the others was not; nothing where all were.</param>
public sealed record KeptLines(int Kept, ReviewOutcome? Refused);

using FluentValidation;
using Portal.Data;
using Portal.Features.Identity.Changes;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;

namespace Portal.Features.AccessReviews;

/// <summary>
/// Takes access away (45 CFR 164.308(a)(3)(ii)(C)): the account is disabled at once and what is open of it ends within seconds, on every node. The last administrator and
/// the last compliance officer stay, because nobody would be left to undo it.
/// </summary>
[Needs(Permission.ReviewAccess)]
[NeedsFreshFactor]
public sealed class RevokeAccess
{
    private static readonly Rules Valid = new();

    private readonly LineStep lines;
    private readonly FreshFactor fresh;
    private readonly AccountClosing closing;
    private readonly LastOnes last;

    internal RevokeAccess(LineStep lines, FreshFactor fresh, AccountClosing closing, LastOnes last) =>
        (this.lines, this.fresh, this.closing, this.last) = (lines, fresh, closing, last);

    /// <summary>Takes it away.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not review; the try is audited.</exception>
    /// <exception cref="ValidationException">There is no sentence that says why.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    public async Task<ReviewOutcome> ForAsync(Actor actor, Guid line, string comment, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await lines.PassAsync(actor, actor.Has(Permission.ReviewAccess), line, cancel);
        await Valid.ValidateAndThrowAsync(new Input(comment), cancel);
        await fresh.RequireAsync(actor, cancel);
        return await lines.DoAsync(actor, line, "access-revoked", (db, row) => RevokeAsync(db, actor, row, comment, cancel), cancel);
    }

    private async Task<ReviewOutcome> RevokeAsync(PortalDbContext db, Actor actor, CampaignLine line, string comment, CancellationToken cancel)
    {
        await Administrators.TakeTurnAsync(db, cancel);
        if (await last.AnyIsAsync(db, line.AccountId.Value, cancel))
        {
            return ReviewOutcome.LastOne;
        }

        if (!await closing.CloseAsync(db, actor, line.AccountId.Value, DisableReason.Review, cancel))
        {
            return ReviewOutcome.Changed;
        }

        lines.Decide(actor, line, LineState.Revoked, comment);
        return ReviewOutcome.Done;
    }

    private sealed record Input(string Comment);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(input => input.Comment).IsASentence();
    }
}

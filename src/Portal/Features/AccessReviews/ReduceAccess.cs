using FluentValidation;
using Portal.Data;
using Portal.Features.Identity.Changes;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;

namespace Portal.Features.AccessReviews;

/// <summary>
/// Puts a lesser role in the place of the one held, or none, at once: sessions end, the person is told. A second yes is for whoever gives more (decision 0100); here nothing
/// is given that the person had not (decision 0111).
/// </summary>
[Needs(Permission.ReviewAccess)]
[NeedsFreshFactor]
public sealed class ReduceAccess
{
    private static readonly Rules Valid = new();

    private readonly LineStep lines;
    private readonly FreshFactor fresh;
    private readonly RoleBook roles;
    private readonly LastOnes last;

    internal ReduceAccess(LineStep lines, FreshFactor fresh, RoleBook roles, LastOnes last) => (this.lines, this.fresh, this.roles, this.last) = (lines, fresh, roles, last);

    /// <summary>Reduces it.</summary>
    /// <param name="actor">The reviewer.</param>
    /// <param name="line">The line.</param>
    /// <param name="role">One of <see cref="HealthAccess.LesserThan"/>.</param>
    /// <param name="comment">Why.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="UnauthorizedAccessException">The actor may not review; the try is audited.</exception>
    /// <exception cref="ValidationException">There is no sentence that says why, or the role is none of the staff's.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    public async Task<ReviewOutcome> ForAsync(Actor actor, Guid line, Role role, string comment, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await lines.PassAsync(actor, actor.Has(Permission.ReviewAccess), line, cancel);
        await Valid.ValidateAndThrowAsync(new Input(role, comment), cancel);
        await fresh.RequireAsync(actor, cancel);
        return await lines.DoAsync(actor, line, $"access-reduced-{role}", (db, row) => ReduceAsync(db, actor, row, role, comment, cancel), cancel);
    }

    private async Task<ReviewOutcome> ReduceAsync(PortalDbContext db, Actor actor, CampaignLine line, Role role, string comment, CancellationToken cancel)
    {
        if (!HealthAccess.LesserThan(line.Role).Contains(role))
        {
            return ReviewOutcome.NotLess;
        }

        await Administrators.TakeTurnAsync(db, cancel);
        if (await last.AnyIsAsync(db, line.AccountId.Value, cancel))
        {
            return ReviewOutcome.LastOne;
        }

        await roles.WithdrawAsync(db, actor, line.AccountId.Value, cancel);
        await roles.PutAsync(db, actor, line.AccountId.Value, role, cancel);
        lines.Decide(actor, line, LineState.Reduced, comment);
        line.NewRole = role;
        return ReviewOutcome.Done;
    }

    private sealed record Input(Role Role, string Comment);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules()
        {
            RuleFor(input => input.Role).Must(role => role == Role.None || HealthAccess.OfStaff.Contains(role)).WithMessage("Choose a lesser role.");
            RuleFor(input => input.Comment).IsASentence();
        }
    }
}

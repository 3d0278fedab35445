using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Notices;
using Portal.Features.BreakGlass.Review;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Notices;

namespace Portal.Features.BreakGlass.Own;

/// <summary>A clinician or nurse answers what a reviewer asked about a grant of her own; the reviewer is told.</summary>
[Needs(Permission.BreakGlass)]
public sealed class AnswerReview
{
    private static readonly AccessRequest Request = new(Permission.BreakGlass, AuditAction.Update, AuditResource.EmergencyAccess, DataCategories.Audit)
    {
        Reason = ReviewGrant.CodeOf(GlassReview.Answered),
        PastExclusion = true,
    };

    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly Gate gate;
    private readonly ReviewSteps steps;
    private readonly NoticeBook notices;

    internal AnswerReview(PortalDatabase database, Gate gate, ReviewSteps steps, NoticeBook notices)
    {
        (this.database, this.gate) = (database, gate);
        (this.steps, this.notices) = (steps, notices);
    }

    /// <summary>Keeps the answer; <c>false</c> where nothing is asked about a grant of one's own with this id.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="grant">Which grant.</param>
    /// <param name="text">The answer: a sentence at least, <see cref="GrantReview.LongestText"/> characters at most.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="ValidationException">The answer is no sentence, or too long.</exception>
    /// <exception cref="AuditUnavailableException">The audit entry could not be written, so nothing was kept.</exception>
    public async Task<bool> ForAsync(Actor actor, Guid grant, string text, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await Valid.ValidateAndThrowAsync(new Input(grant, text), cancel);
        if (await PatientOfAsync(actor, grant, cancel) is not { } patient)
        {
            return false;
        }

        await using var db = database.Open();
        if (await gate.OpenForChangeAsync(db, actor, Purpose.Operations, Request with { ResourceId = grant, Grant = grant }, patient, cancel) is not { } access)
        {
            return false;
        }

        // Where nothing is kept the entry goes with the transaction.
        var row = await db.Set<GlassGrant>().SingleOrDefaultAsync(one => one.Id == grant && one.AccountId == actor.Account, cancel);
        return row is { SealBroken: false, Review: GlassReview.Asked } && await KeepAsync(db, access, row, text, cancel);
    }

    private async Task<PatientId?> PatientOfAsync(Actor actor, Guid grant, CancellationToken cancel)
    {
        if (actor.Account is not { } account || !actor.Has(Permission.BreakGlass))
        {
            return null;
        }

        await using var db = await gate.OpenOwnAsync(actor, cancel);
        return (await db.Set<GlassGrant>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == grant && row.AccountId == account, cancel))?.PatientId;
    }

    private async Task<bool> KeepAsync(PortalDbContext db, Access access, GlassGrant row, string text, CancellationToken cancel)
    {
        var asked = await db.Set<GlassStep>().Where(step => step.GrantId == row.Id && step.Kind == GlassReview.Asked).OrderByDescending(step => step.At).FirstAsync(cancel);
        try
        {
            steps.Add(db, access, row, (row.AccountId, GlassReview.Answered, text));
            await notices.AddAsync(db, asked.AuthorId.Value, NoticeKind.GlassAnswered, new NoticeAlso([], About: row.Id), cancel);
            await db.SaveChangesAsync(cancel);
            await db.Database.CommitTransactionAsync(cancel);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    }

    private sealed record Input(Guid Grant, string? Text)
    {
        public override string ToString() => nameof(Input);
    }

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules()
        {
            RuleFor(input => input.Grant).NotEmpty();
            RuleFor(input => input.Text).MaximumLength(GrantReview.LongestText).WithMessage("Write at most 2,000 characters.")
                .Must(Sentences.IsOne).WithMessage(Sentences.Wanted);
        }
    }
}

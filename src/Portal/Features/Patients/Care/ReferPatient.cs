using FluentValidation;
using Portal.Features.Identity.StepUp;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients.Care;

/// <summary>
/// A clinician on the team refers a patient to a colleague, who may open the record until the referral ends (decision 0091). Who was referred to refers no further,
/// and opens no record that is marked sensitive.
/// </summary>
[Needs(Permission.ReferPatients)]
[NeedsFreshFactor]
public sealed class ReferPatient
{
    private static readonly AccessRequest Request = new(Permission.ReferPatients, AuditAction.Grant, AuditResource.CareTeam, DataCategories.Identity);

    private static readonly Rules Valid = new();

    private readonly CareBook book;
    private readonly FreshFactor fresh;

    internal ReferPatient(CareBook book, FreshFactor fresh) => (this.book, this.fresh) = (book, fresh);

    /// <summary>Writes the referral.</summary>
    /// <param name="actor">The clinician.</param>
    /// <param name="purpose">Why.</param>
    /// <param name="patient">The patient.</param>
    /// <param name="colleague">To whom.</param>
    /// <param name="days">For how long, in days: 1 to 365.</param>
    /// <param name="cancel">Gives up; nothing was written then.</param>
    /// <returns><see cref="CareOutcome.Already"/> where the colleague is tied for as long.</returns>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    /// <exception cref="ValidationException">The time is too short or too long.</exception>
    public async Task<CareOutcome> ForAsync(Actor actor, Purpose purpose, PatientId patient, AccountId colleague, int days, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await Valid.ValidateAndThrowAsync(new Input(days), cancel);
        // Who may not do this at all is not asked for a code first: the Gate refuses and writes it down.
        if (actor.Has(Permission.ReferPatients))
        {
            await fresh.RequireAsync(actor, cancel);
        }

        var task = new CareTask(actor, purpose, Request with { ResourceId = colleague.Value }, patient);
        return await book.TieAsync(task, colleague, CareSource.Referral, CareRules.OfReferral(book.Now, days).End, cancel);
    }

    private sealed record Input(int Days);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(input => input.Days).InclusiveBetween(1, CareRules.LongestReferralDays).WithMessage("A referral lasts 1 to 365 days.");
    }
}

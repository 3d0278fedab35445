using Portal.Features.Identity.StepUp;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients.Care;

/// <summary>The desk, which admits patients, puts a clinician or nurse on the team that treats one (decision 0091). It cannot put itself there, and reads no chart.</summary>
[Needs(Permission.AssignTeams)]
[NeedsFreshFactor]
public sealed class AssignToTeam
{
    private static readonly AccessRequest Request = new(Permission.AssignTeams, AuditAction.Grant, AuditResource.CareTeam, DataCategories.Identity);

    private readonly CareBook book;
    private readonly FreshFactor fresh;

    internal AssignToTeam(CareBook book, FreshFactor fresh) => (this.book, this.fresh) = (book, fresh);

    /// <summary>Writes the assignment; it holds until somebody ends it.</summary>
    /// <param name="actor">Who sits at the desk.</param>
    /// <param name="purpose">Why.</param>
    /// <param name="patient">The patient.</param>
    /// <param name="colleague">Whom.</param>
    /// <param name="cancel">Gives up; nothing was written then.</param>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    public async Task<CareOutcome> ForAsync(Actor actor, Purpose purpose, PatientId patient, AccountId colleague, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        // Who may not do this at all is not asked for a code first: the Gate refuses and writes it down.
        if (actor.Has(Permission.AssignTeams))
        {
            await fresh.RequireAsync(actor, cancel);
        }

        var task = new CareTask(actor, purpose, Request with { ResourceId = colleague.Value }, patient);
        return await book.TieAsync(task, colleague, CareSource.Assigned, end: null, cancel);
    }
}

using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients.Care;

/// <summary>A clinician or nurse gives up the own care of a patient: the record closes at once.</summary>
[Needs(Permission.ReadClinical)]
public sealed class EndOwnCare
{
    private static readonly AccessRequest Request = new(Permission.ReadClinical, AuditAction.Grant, AuditResource.CareTeam, DataCategories.Identity);

    private readonly CareBook book;

    internal EndOwnCare(CareBook book) => this.book = book;

    /// <summary>Ends all that ties the actor to the patient; <see cref="CareOutcome.NotFound"/> where there is nothing.</summary>
    public Task<CareOutcome> ForAsync(Actor actor, Purpose purpose, PatientId patient, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return book.EndAsync(new CareTask(actor, purpose, Request with { ResourceId = actor.Account?.Value }, patient), row => row.AccountId == actor.Account, cancel);
    }
}

using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients.Care;

/// <summary>The desk ends what ties a colleague to a patient, whatever it came from: it closes the record to that colleague.</summary>
[Needs(Permission.AssignTeams)]
public sealed class EndAssignment
{
    private static readonly AccessRequest Request = new(Permission.AssignTeams, AuditAction.Grant, AuditResource.CareTeam, DataCategories.Identity);

    private readonly CareBook book;

    internal EndAssignment(CareBook book) => this.book = book;

    /// <summary>Ends it now; <see cref="CareOutcome.NotFound"/> where there is nothing to end.</summary>
    public Task<CareOutcome> ForAsync(Actor actor, Purpose purpose, PatientId patient, AccountId colleague, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return book.EndAsync(new CareTask(actor, purpose, Request with { ResourceId = colleague.Value }, patient), row => row.AccountId == colleague, cancel);
    }
}

using Microsoft.EntityFrameworkCore;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients.Care.Exclusions;

/// <summary>A patient lets somebody open the record again, as far as that person's work gives cause to.</summary>
[Needs(Permission.ExcludePeople)]
public sealed class EndExclusion
{
    private static readonly AccessRequest Request = new(Permission.ExcludePeople, AuditAction.Delete, AuditResource.Exclusion, DataCategories.Identity);

    private readonly CareBook book;

    internal EndExclusion(CareBook book) => this.book = book;

    /// <summary>Ends it now; <see cref="CareOutcome.NotFound"/> where the person is not excluded.</summary>
    public Task<CareOutcome> ForAsync(Actor actor, Purpose purpose, PatientId patient, AccountId person, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return book.ChangeAsync(
            new CareTask(actor, purpose, Request with { ResourceId = person.Value }, patient),
            async (db, _) =>
            {
                if (await db.Set<Exclusion>().SingleOrDefaultAsync(row => row.PatientId == patient && row.AccountId == person, cancel) is not { } row)
                {
                    return CareOutcome.NotFound;
                }

                db.Remove(row);
                await db.SaveChangesAsync(cancel);
                return CareOutcome.Done;
            },
            cancel);
    }
}

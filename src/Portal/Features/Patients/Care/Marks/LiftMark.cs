using Microsoft.EntityFrameworkCore;
using Portal.Features.Identity.StepUp;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients.Care.Marks;

/// <summary>A clinician on the team lifts a mark, one whose seal is broken included: it opens the record to more people, so a fresh factor is asked for.</summary>
[Needs(Permission.MarkRecords)]
[NeedsFreshFactor]
public sealed class LiftMark
{
    private static readonly AccessRequest Request = new(Permission.MarkRecords, AuditAction.Delete, AuditResource.SensitiveMark, DataCategories.Clinical);

    private readonly CareBook book;
    private readonly FreshFactor fresh;

    internal LiftMark(CareBook book, FreshFactor fresh) => (this.book, this.fresh) = (book, fresh);

    /// <summary>Takes the mark away; <see cref="CareOutcome.NotFound"/> where it is gone.</summary>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    public async Task<CareOutcome> ForAsync(Actor actor, Purpose purpose, PatientId patient, Guid mark, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.Has(Permission.MarkRecords))
        {
            await fresh.RequireAsync(actor, cancel);
        }

        return await book.ChangeAsync(
            new CareTask(actor, purpose, Request with { ResourceId = mark }, patient),
            async (db, _) =>
            {
                if (await db.Set<SensitiveMark>().SingleOrDefaultAsync(row => row.Id == mark && row.PatientId == patient, cancel) is not { } row)
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

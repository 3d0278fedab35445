using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.BreakGlass;

/// <summary>Somebody's own grants, the newest first, with what their review came to or asks: the patients are masked, as they were met.</summary>
[Needs(Permission.BreakGlass)]
public sealed class ListOwnEmergencyAccess
{
    /// <summary>How many are shown.</summary>
    public const int Most = 50;

    private static readonly AccessRequest Request =
        new(Permission.BreakGlass, AuditAction.Search, AuditResource.EmergencyAccess, DataCategories.Identity | DataCategories.Audit) { Reason = "own-grants" };

    private readonly Gate gate;
    private readonly TimeProvider clock;

    internal ListOwnEmergencyAccess(Gate gate, TimeProvider clock)
    {
        this.gate = gate;
        this.clock = clock;
    }

    /// <summary>The grants; none for who may not break the glass.</summary>
    /// <exception cref="AuditUnavailableException">The audit entry could not be written, so nothing is shown.</exception>
    public async Task<IReadOnlyList<OwnGrant>> ForAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var rows = actor.Account is { } account && actor.Has(Permission.BreakGlass) ? await FindAsync(actor, account, cancel) : [];
        PatientId[] patients = [.. rows.Select(row => row.PatientId).Distinct()];
        var access = await gate.OpenListAsync(actor, Purpose.Treatment, Request, patients, cancel);
        if (rows.Count == 0)
        {
            return [];
        }

        await using var db = await access.OpenAsync(cancel);
        var known = await db.Set<PatientListRow>().AsNoTracking().Where(row => patients.Contains(row.PatientId)).ToDictionaryAsync(row => row.PatientId, cancel);
        var asked = await QuestionsAsync(db, rows, cancel);
        return [.. rows.Select(row => ViewOf(access, row, known.GetValueOrDefault(row.PatientId), asked.GetValueOrDefault(row.Id)))];
    }

    private async Task<List<GlassGrant>> FindAsync(Actor actor, AccountId account, CancellationToken cancel)
    {
        await using var db = await gate.OpenOwnAsync(actor, cancel);
        return await db.Set<GlassGrant>().AsNoTracking().Where(row => row.AccountId == account)
            .OrderByDescending(row => row.Start).ThenByDescending(row => row.Id).Take(Most).ToListAsync(cancel);
    }

    // The last question of each grant that waits for an answer.
    private static async Task<Dictionary<Guid, GlassStep>> QuestionsAsync(PortalDbContext db, List<GlassGrant> rows, CancellationToken cancel)
    {
        var waiting = rows.Where(row => row.Review == GlassReview.Asked).Select(row => row.Id).ToList();
        var steps = await db.Set<GlassStep>().AsNoTracking().Where(step => waiting.Contains(step.GrantId) && step.Kind == GlassReview.Asked).ToListAsync(cancel);
        return steps.GroupBy(step => step.GrantId).ToDictionary(group => group.Key, group => group.MaxBy(step => step.At)!);
    }

    // Of a patient who excludes the person nothing is shown any more.
    private OwnGrant ViewOf(Access access, GlassGrant row, PatientListRow? patient, GlassStep? question)
    {
        var isOpen = GrantBook.IsInForce(row, clock.GetUtcNow());
        return new OwnGrant(
            row.Id,
            row.PatientId,
            patient is null || !access.Opens(row.PatientId) ? null
                : MaskedPatient.Of(access.Reveal(patient, patient.Name), access.Reveal(patient, patient.BirthDate), access.Reveal(patient, patient.Mrn)),
            row.Reason,
            row.Start,
            row.Until,
            isOpen,
            row.EndedAt,
            isOpen || row.SealBroken ? GlassEnd.None : row.Ended == GlassEnd.None ? GlassEnd.Expired : row.Ended,
            row.SealBroken ? GlassReview.None : row.Review,
            question is null || !access.Opens(row.PatientId) ? default : access.Reveal(question, question.Text));
    }
}

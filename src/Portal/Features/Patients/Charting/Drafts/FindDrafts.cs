using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients.Charting.Drafts;

/// <summary>What the same person was typing into this patient's chart and had not saved, within the last day.</summary>
[Needs(Permission.WriteClinical)]
public sealed class FindDrafts
{
    private static readonly AccessRequest Request = new(Permission.WriteClinical, AuditAction.Read, AuditResource.Draft, DataCategories.Clinical);

    private readonly Gate gate;
    private readonly TimeProvider clock;

    internal FindDrafts(Gate gate, TimeProvider clock)
    {
        this.gate = gate;
        this.clock = clock;
    }

    /// <summary>The drafts; none where there are none, or the chart may not be written any more.</summary>
    public async Task<IReadOnlyList<KeptDraft>> ForAsync(Actor actor, Purpose purpose, PatientId patientId, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.Account is not { } account)
        {
            return [];
        }

        // Without a draft nothing of the patient is touched, and there is nothing to write down.
        var rows = await LoadAsync(actor, account, patientId, cancel);
        if (rows.Count == 0 || await gate.OpenAsync(actor, purpose, Request, patientId, cancel) is not { } access || !access.Opens(patientId))
        {
            return [];
        }

        return
        [
            .. from row in rows
               let fields = access.Reveal(row, row.Fields)
               where fields.HasValue
               select new KeptDraft(new DraftMark(row.Id, row.Version), row.Kind, row.EntryId, row.EntryVersion, row.KeptAt, fields.ValueOrDefault!),
        ];
    }

    private async Task<List<TypedDraft>> LoadAsync(Actor actor, AccountId account, PatientId patientId, CancellationToken cancel)
    {
        var oldest = clock.GetUtcNow() - DraftRules.Lifetime;
        await using var db = await gate.OpenOwnAsync(actor, cancel);
        return await db.Set<TypedDraft>().AsNoTracking()
            .Where(row => row.PatientId == patientId && row.AccountId == account && row.KeptAt > oldest).OrderByDescending(row => row.KeptAt).ToListAsync(cancel);
    }
}

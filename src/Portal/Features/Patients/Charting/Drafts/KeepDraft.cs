using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients.Charting.Drafts;

/// <summary>Keeps what somebody is typing into a chart, in place of what was kept before: one draft for each person, patient and kind of entry.</summary>
[Needs(Permission.WriteClinical)]
public sealed class KeepDraft
{
    private static readonly AccessRequest Request = new(Permission.WriteClinical, AuditAction.Update, AuditResource.Draft, DataCategories.Clinical);

    private readonly PortalDatabase database;
    private readonly Gate gate;
    private readonly TimeProvider clock;

    internal KeepDraft(PortalDatabase database, Gate gate, TimeProvider clock)
    {
        this.database = database;
        this.gate = gate;
        this.clock = clock;
    }

    /// <summary>Whether it is kept; <c>false</c> where the chart may not be written, or another window of the same person kept its own meanwhile.</summary>
    /// <exception cref="ValidationException">It is no draft of ours.</exception>
    public async Task<bool> ForAsync(Actor actor, Purpose purpose, PatientId patientId, DraftInput input, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(input);
        await DraftInputValidator.Instance.ValidateAndThrowAsync(input, cancel);
        await using var db = database.Open();
        if (actor.Account is not { } account || await gate.OpenForChangeAsync(db, actor, purpose, Request, patientId, cancel) is not { } access || !access.Opens(patientId))
        {
            return false;
        }

        try
        {
            var row = await db.Set<TypedDraft>().SingleOrDefaultAsync(one => one.PatientId == patientId && one.AccountId == account && one.Kind == input.Kind, cancel)
                ?? db.Add(new TypedDraft { Id = Guid.CreateVersion7(), PatientId = patientId, AccountId = account, Kind = input.Kind }).Entity;
            (row.EntryId, row.EntryVersion, row.KeptAt) = (input.EntryId, input.EntryVersion, Microseconds.Cut(clock.GetUtcNow()));
            row.Fields = access.Protect(patientId, new Dictionary<string, string>(input.Fields));
            await db.SaveChangesAsync(cancel);
            await db.Database.CommitTransactionAsync(cancel);
            return true;
        }
        catch (DbUpdateException taken) when (Clash.Is(taken))
        {
            return false;
        }
    }
}

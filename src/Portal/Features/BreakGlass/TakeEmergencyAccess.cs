using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.StepUp;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.BreakGlass;

/// <summary>
/// A clinician or a nurse breaks the glass over a closed record and is in at once: nobody has to agree. The grant, its entry and the notice to the patient are one
/// transaction; a review follows (45 CFR 164.312(a)(2)(ii)).
/// </summary>
[Needs(Permission.BreakGlass)]
[NeedsFreshFactor]
public sealed class TakeEmergencyAccess
{
    private static readonly AccessRequest Request = new(Permission.BreakGlass, AuditAction.BreakGlass, AuditResource.EmergencyAccess, DataCategories.Audit);

    private static readonly TakeEmergencyAccessValidator Valid = new();

    private readonly PortalDatabase database;
    private readonly Gate gate;
    private readonly AccessJudge judge;
    private readonly FreshFactor fresh;
    private readonly GrantWriter writer;
    private readonly TimeProvider clock;

    internal TakeEmergencyAccess(PortalDatabase database, Gate gate, AccessJudge judge, FreshFactor fresh, GrantWriter writer, TimeProvider clock)
    {
        this.database = database;
        this.gate = gate;
        this.judge = judge;
        this.fresh = fresh;
        this.writer = writer;
        this.clock = clock;
    }

    /// <summary>Opens the record. The same request again, or many at once, make no second grant and give the one that is there.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="patient">Whose record.</param>
    /// <param name="input">Why.</param>
    /// <param name="cancel">Gives up; nothing was opened then.</param>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    /// <exception cref="ValidationException">No reason was chosen, or the sentence is none.</exception>
    /// <exception cref="AuditUnavailableException">The audit entry could not be written, so nothing was opened.</exception>
    public async Task<GlassResult> ForAsync(Actor actor, PatientId patient, TakeEmergencyAccessInput input, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(input);
        await Valid.ValidateAndThrowAsync(input, cancel);
        // Who may not do this at all is not asked for a factor first: the Gate refuses and writes it down.
        if (actor.Has(Permission.BreakGlass))
        {
            await fresh.RequireAsync(actor, cancel);
            var closed = await judge.WithoutGlassAsync(actor, patient, cancel);
            if (await UnfitAsync(actor, patient, input, closed, cancel) is { } answer)
            {
                return answer;
            }
        }

        try
        {
            return await WriteAsync(actor, patient, input, cancel);
        }
        catch (AuditUnavailableException) when (gate.IsLogAway)
        {
            // Found out just now: the transaction was given up with nothing in it, and the spool takes the entry of the next.
            return await WriteAsync(actor, patient, input, cancel);
        }
    }

    // While the audit log is away not even one's own patient's record opens without a grant.
    private async Task<GlassResult?> UnfitAsync(Actor actor, PatientId patient, TakeEmergencyAccessInput input, Decision closed, CancellationToken cancel) =>
        closed == Decision.Allowed && !gate.IsLogAway ? new GlassResult(GlassOutcome.NotNeeded)
        : closed is Decision.Excluded or Decision.NoGround or Decision.Allowed && (closed == Decision.Excluded) != (input.Reason == GlassReason.Exclusion) ? new GlassResult(GlassOutcome.WrongReason)
        : await OpenAsync(actor, patient, input, cancel);

    private async Task<GlassResult?> OpenAsync(Actor actor, PatientId patient, TakeEmergencyAccessInput input, CancellationToken cancel)
    {
        await using var db = await gate.OpenOwnAsync(actor, cancel);
        var found = await GrantBook.InForceAsync(db, actor.Account!.Value, [patient], clock.GetUtcNow(), cancel);
        return found.FirstOrDefault(row => GrantBook.StandsIn(row, input.Reason)) is { } row ? new GlassResult(GlassOutcome.Open, row.Id) : null;
    }

    private async Task<GlassResult> WriteAsync(Actor actor, PatientId patient, TakeEmergencyAccessInput input, CancellationToken cancel)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        var request = Request with { ResourceId = id, Grant = id, Reason = GlassReasons.CodeOf(input.Reason), PastExclusion = input.Reason == GlassReason.Exclusion };
        var purpose = GlassReasons.PurposeOf(input.Reason);
        await using var db = database.Open();
        if (await gate.OpenForChangeAsync(db, actor, purpose, request, patient, cancel) is not { } access)
        {
            return new GlassResult(GlassOutcome.NotFound);
        }

        if (!access.Opens(patient))
        {
            await db.Database.RollbackTransactionAsync(cancel);
            await gate.RecordFailureAsync(actor, purpose, request with { Grant = null }, patient, "no-such-patient", cancel);
            return new GlassResult(GlassOutcome.NotFound);
        }

        try
        {
            var open = await writer.AddAsync(db, access, new NewGrant(id, actor, patient, input), cancel);
            await (open == id ? db.Database.CommitTransactionAsync(cancel) : db.Database.RollbackTransactionAsync(cancel));
            return new GlassResult(GlassOutcome.Open, open);
        }
        catch (DbUpdateException taken) when (Clash.Is(taken))
        {
            // The same person asked twice in one moment: the other request made the grant, and this one's entry is gone with what it would have told of.
            await db.Database.RollbackTransactionAsync(cancel);
            return await OpenAsync(actor, patient, input, cancel) ?? throw new InvalidOperationException("Another request for this record was under way: ask once more.");
        }
    }
}

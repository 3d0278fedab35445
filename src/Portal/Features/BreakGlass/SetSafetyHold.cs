using FluentValidation;
using Portal.Data;
using Portal.Features.Identity.StepUp;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.BreakGlass;

/// <summary>
/// A compliance officer documents that a patient must not be told of broken glass for a while, because the notice itself could harm somebody. Notices wait until the hold
/// ends; nothing is left out.
/// </summary>
[Needs(Permission.ReviewBreakGlass)]
[NeedsFreshFactor]
public sealed class SetSafetyHold
{
    private static readonly AccessRequest Request =
        new(Permission.ReviewBreakGlass, AuditAction.Create, AuditResource.EmergencyAccess, DataCategories.Audit) { Reason = "safety-hold" };

    private readonly PortalDatabase database;
    private readonly Gate gate;
    private readonly FreshFactor fresh;
    private readonly TimeProvider clock;
    private readonly SafetyHoldValidator validator;

    internal SetSafetyHold(PortalDatabase database, Gate gate, FreshFactor fresh, TimeProvider clock)
    {
        this.database = database;
        this.gate = gate;
        this.fresh = fresh;
        this.clock = clock;
        validator = new SafetyHoldValidator(clock);
    }

    /// <summary>Sets the hold; its id, or <c>null</c> where there is no such patient or it may not be set.</summary>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    /// <exception cref="ValidationException">The end or the reason is not in order.</exception>
    public async Task<Guid?> ForAsync(Actor actor, PatientId patient, SafetyHoldInput input, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(input);
        await validator.ValidateAndThrowAsync(input, cancel);
        if (actor.Has(Permission.ReviewBreakGlass))
        {
            await fresh.RequireAsync(actor, cancel);
        }

        await using var db = database.Open();
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        if (await gate.OpenForChangeAsync(db, actor, Purpose.Operations, Request with { ResourceId = id }, patient, cancel) is not { } access || !access.Opens(patient))
        {
            return null;
        }

        db.Add(new SafetyHold
        {
            Id = id,
            PatientId = patient,
            AuthorId = actor.Account!.Value,
            Start = Microseconds.Cut(clock.GetUtcNow()),
            Until = Microseconds.Cut(input.Until),
            Reason = access.Protect(patient, input.Reason!.Trim()),
        });
        await db.SaveChangesAsync(cancel);
        await db.Database.CommitTransactionAsync(cancel);
        return id;
    }
}

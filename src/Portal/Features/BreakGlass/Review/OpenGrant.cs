using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.BreakGlass.Review;

/// <summary>
/// Opens one break-glass grant for whoever reviews it: why, what was done under it, how the person stands to the patient since then and what other grants came to. The
/// sentence is about a patient, so that it goes through the Gate, which writes an entry of its own.
/// </summary>
[Needs(Permission.ReadBreakGlass)]
public sealed class OpenGrant
{
    private static readonly AccessRequest Request = new(Permission.ReadBreakGlass, AuditAction.Read, AuditResource.EmergencyAccess, DataCategories.Audit);

    private static readonly Rules Valid = new();

    private readonly Gate gate;
    private readonly GlassDoor door;
    private readonly GrantItems items;
    private readonly GrantAccesses accesses;
    private readonly GrantStanding standing;
    private readonly ReviewSteps steps;

    internal OpenGrant(Gate gate, GlassDoor door, GrantItems items, GrantAccesses accesses, GrantStanding standing, ReviewSteps steps)
    {
        (this.gate, this.door, this.items) = (gate, door, items);
        (this.accesses, this.standing, this.steps) = (accesses, standing, steps);
    }

    /// <summary>The grant; <c>null</c> where there is none.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not see it; the try is audited.</exception>
    /// <exception cref="ValidationException">The id is none.</exception>
    /// <exception cref="AuditUnavailableException">The audit entry could not be written, so nothing is shown.</exception>
    public async Task<GrantView?> ForAsync(Actor actor, Guid id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await door.PassAsync(actor.Has(Permission.ReadBreakGlass), door.EntryOf(actor, AuditAction.Read, id), cancel);
        await Valid.ValidateAndThrowAsync(new Input(id), cancel);
        await using var all = await gate.OpenToReviewGlassAsync(actor, cancel);
        return await all.Set<GlassGrant>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancel) is { } grant
            && await gate.OpenAsync(actor, Purpose.Operations, Request with { ResourceId = id }, grant.PatientId, cancel) is { } access && access.Opens(grant.PatientId)
                ? await ViewAsync(actor, all, access, grant, cancel)
                : null;
    }

    private async Task<GrantView> ViewAsync(Actor actor, PortalDbContext all, Access access, GlassGrant grant, CancellationToken cancel)
    {
        await using var db = await access.OpenAsync(cancel);
        return new GrantView(
            (await items.OfAsync(all, actor, [grant], cancel))[0],
            access.Reveal(grant, grant.Sentence),
            await steps.OfAsync(access, db, grant.Id, actor.SeesNames, cancel),
            await accesses.OfAsync(actor, grant, after: null, cancel),
            await GrantStanding.OnTeamSinceAsync(all, grant, cancel),
            await standing.HistoryAsync(all, grant, cancel),
            grant.AccountId == actor.Account,
            await standing.HeldUntilAsync(all, grant, cancel));
    }

    private sealed record Input(Guid Id);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(input => input.Id).NotEmpty();
    }
}

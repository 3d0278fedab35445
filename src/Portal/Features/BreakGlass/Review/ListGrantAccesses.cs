using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.AuditTrail;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.BreakGlass.Review;

/// <summary>The next page of what was done under a grant: a decision stands on all of it, however much there is. Each page is an entry.</summary>
[Needs(Permission.ReadBreakGlass)]
public sealed class ListGrantAccesses
{
    private static readonly Rules Valid = new();

    private readonly Gate gate;
    private readonly AuditLog audit;
    private readonly GlassDoor door;
    private readonly GrantAccesses accesses;

    internal ListGrantAccesses(Gate gate, AuditLog audit, GlassDoor door, GrantAccesses accesses)
    {
        (this.gate, this.audit) = (gate, audit);
        (this.door, this.accesses) = (door, accesses);
    }

    /// <summary>The page; <c>null</c> where there is no such grant.</summary>
    /// <param name="actor">Who reviews.</param>
    /// <param name="grant">The grant.</param>
    /// <param name="cursor">Where the page begins, as the one before said.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="UnauthorizedAccessException">The actor may not see it; the try is audited.</exception>
    /// <exception cref="ValidationException">The cursor is none of ours.</exception>
    public async Task<Page<AuditItem>?> ForAsync(Actor actor, Guid grant, string? cursor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var entry = door.EntryOf(actor, AuditAction.Read, grant);
        await door.PassAsync(actor.Has(Permission.ReadBreakGlass), entry, cancel);
        await Valid.ValidateAndThrowAsync(new Input(cursor), cancel);
        await using var all = await gate.OpenToReviewGlassAsync(actor, cancel);
        if (await all.Set<GlassGrant>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == grant, cancel) is not { } row)
        {
            return null;
        }

        await audit.AppendAsync(entry with { Patients = [row.PatientId], Reason = "glass-accesses" }, cancel);
        return await accesses.OfAsync(actor, row, TimeCursor.Parse(cursor), cancel);
    }

    private sealed record Input(string? Cursor);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(input => input.Cursor).IsACursor();
    }
}

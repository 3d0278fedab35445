using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Findings;
using Portal.Features.AuditTrail;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Features.Findings;

/// <summary>Opens one finding with the audit entries behind it. That it was read is an entry, durable before it is shown, and names their patients.</summary>
[Needs(Permission.ReadFindings)]
public sealed class OpenFinding
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly AuditLog audit;
    private readonly FindingDoor door;
    private readonly FindingItems items;
    private readonly FindingEntries entries;
    private readonly AuditItems words;
    private readonly KeyRing keys;

    internal OpenFinding(PortalDatabase database, AuditLog audit, FindingDoor door, FindingItems items, FindingEntries entries, AuditItems words, KeyRing keys)
    {
        this.database = database;
        this.audit = audit;
        this.door = door;
        this.items = items;
        this.entries = entries;
        this.words = words;
        this.keys = keys;
    }

    /// <summary>The finding; <c>null</c> where there is none.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not see findings; the try is audited.</exception>
    /// <exception cref="ValidationException">The id is none.</exception>
    public async Task<FindingView?> ForAsync(Actor actor, Guid id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var read = door.EntryOf(actor, AuditAction.Read, AuditResource.Finding, id);
        await door.PassAsync(actor.Has(Permission.ReadFindings), read, cancel);
        await Valid.ValidateAndThrowAsync(new Input(id), cancel);
        await using var db = database.Open();
        var row = await db.Set<Finding>().AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, cancel);
        var behind = row is null ? [] : await entries.OfAsync(row, cancel);
        await audit.AppendAsync(read with { Patients = [.. behind.SelectMany(entry => entry.Entry.Patients).Distinct()] }, cancel);
        return row is null ? null : new FindingView(
            (await items.OfAsync(db, actor, [row], cancel))[0], row.Version, await words.OfAsync(actor, behind, cancel),
            row.Note?.Open(keys.Of(KeyUse.Reviews)) ?? default, FindingEntries.AreOwn(actor, row, behind));
    }

    private sealed record Input(Guid Id);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(p => p.Id).NotEmpty();
    }
}

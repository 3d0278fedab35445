using System.Text.Json;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;
using Portal.Kernel.Findings;

namespace Portal.Features.Findings.Reports;

/// <summary>Opens a report that was delivered to the viewer. It holds counts; that it was read is an entry.</summary>
[Needs(Permission.ReadFindings)]
public sealed class OpenReport
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly AuditLog audit;
    private readonly FindingDoor door;
    private readonly KeyRing keys;
    private readonly FindingRules rules;

    internal OpenReport(PortalDatabase database, AuditLog audit, FindingDoor door, KeyRing keys, FindingRules rules)
    {
        this.database = database;
        this.audit = audit;
        this.door = door;
        this.keys = keys;
        this.rules = rules;
    }

    /// <summary>The report; <c>null</c> where there is none for the actor.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not see reports; the try is audited.</exception>
    /// <exception cref="ValidationException">The id is none.</exception>
    public async Task<ReportView?> ForAsync(Actor actor, Guid id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var entry = door.EntryOf(actor, AuditAction.Read, AuditResource.Report, id);
        await door.PassAsync(actor.Has(Permission.ReadFindings), entry, cancel);
        await Valid.ValidateAndThrowAsync(new Input(id), cancel);
        await using var db = database.Open();
        var row = await db.Set<MadeReport>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancel);
        if (row is null || actor.Account is not { } account || !row.Readers.Contains(account.Value))
        {
            await audit.AppendAsync(entry with { Outcome = AuditOutcome.Denied, Reason = "not-a-reader" }, cancel);
            return null;
        }

        await audit.AppendAsync(entry, cancel);
        return new ReportView(ItemOf(row), row.Content?.Open(keys.Of(KeyUse.Reviews)).ValueOrDefault is { } json ? JsonSerializer.Deserialize<ReportContent>(json) : null, rules.Zone);
    }

    internal static MadeItem ItemOf(MadeReport row) => new(row.Id, row.Kind, row.From, row.To, row.MadeAt);

    private sealed record Input(Guid Id);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(p => p.Id).NotEmpty();
    }
}

using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Features.AuditTrail.Exports;

/// <summary>What is exported, in what form and for what.</summary>
/// <param name="Query">The search whose result it is. What is found after the request does not belong to it.</param>
/// <param name="Format">The form.</param>
/// <param name="Reason">What it is for.</param>
/// <param name="IsWithoutWhere">Whether network addresses, browsers and machines are left out.</param>
public sealed record AuditExportInput(AuditQuery Query, AuditExportFormat Format, AuditExportReason Reason, bool IsWithoutWhere)
{
    /// <inheritdoc/>
    public override string ToString() => "AuditExportInput";
}

/// <summary>
/// Asks for a search's result as a file (45 CFR 164.312(b): an export is an entry of its own, with what it is for). It is written in the background on any node; the file is
/// for whoever asked alone.
/// </summary>
[Needs(Permission.ReadAudit)]
[NeedsFreshFactor]
public sealed class RequestAuditExport
{
    /// <summary>Exports of one person that may be open at a time.</summary>
    public const int MostOpen = 3;

    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly AuditLog audit;
    private readonly FreshFactor fresh;
    private readonly KeyRing keys;

    internal RequestAuditExport(PortalDatabase database, AuditLog audit, FreshFactor fresh, KeyRing keys)
    {
        this.database = database;
        this.audit = audit;
        this.fresh = fresh;
        this.keys = keys;
    }

    /// <summary>Asks for it.</summary>
    /// <returns>Its id; <c>null</c> where the person has <see cref="MostOpen"/> open ones already.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor may not read the audit log; the try is audited.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    /// <exception cref="ValidationException">The search, the form or the reason cannot be.</exception>
    public async Task<Guid?> ForAsync(Actor actor, AuditExportInput input, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(input);
        if (!actor.Has(Permission.ReadAudit) || actor.Account is not { } account)
        {
            await audit.AppendAsync(EntryOf(actor, input, Guid.Empty, AuditOutcome.Denied), cancel);
            throw new UnauthorizedAccessException("This role may not export the audit log.");
        }

        await Valid.ValidateAndThrowAsync(input, cancel);
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await OwnTurn.TakeAsync(db, account.Value, cancel);
        var open = await db.Set<AuditExport>()
            .CountAsync(row => row.AccountId == account.Value && (row.State == AuditExportState.Waiting || row.State == AuditExportState.Running), cancel);
        if (open >= MostOpen)
        {
            return null;
        }

        var entry = EntryOf(actor, input, Guid.NewGuid(), AuditOutcome.Allowed);
        await audit.AppendAsync(db, entry, cancel);
        db.Add(RowOf(actor, input, entry));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return entry.ResourceId;
    }

    // The request's own time is the end of the range: an export does not find itself.
    private AuditExport RowOf(Actor actor, AuditExportInput input, AuditEntry entry) => new()
    {
        Id = entry.ResourceId!.Value,
        AccountId = actor.Account!.Value.Value,
        Role = actor.Role,
        Format = input.Format,
        Reason = input.Reason,
        IsWithoutWhere = input.IsWithoutWhere,
        State = AuditExportState.Waiting,
        RequestedAt = entry.At,
        ProtectedQuery = new(QueryText.Of(input.Query), keys.Of(KeyUse.Accounts)),
    };

    private AuditEntry EntryOf(Actor actor, AuditExportInput input, Guid export, AuditOutcome outcome) =>
        audit.NewEntry(
            actor, input.Reason == AuditExportReason.PatientAsked ? Purpose.PatientRequest : Purpose.Operations, AuditAction.Export, AuditResource.AuditLog,
            DataCategories.Audit, outcome) with
        {
            Patients = input.Query?.Patient is { } patient ? [patient] : [],
            ResourceId = export == Guid.Empty ? null : export,
            Reason = $"export-for-{input.Reason.ToString().ToLowerInvariant()}",
        };

    private sealed class Rules : AbstractValidator<AuditExportInput>
    {
        public Rules()
        {
            RuleFor(input => input.Query).NotNull().SetValidator(new AuditQueryRules());
            RuleFor(input => input.Format).IsInEnum().NotEqual(AuditExportFormat.None).WithMessage("Choose a format.");
            RuleFor(input => input.Reason).IsInEnum().NotEqual(AuditExportReason.None).WithMessage("Choose what the export is for.");
        }
    }
}

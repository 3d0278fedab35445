using Portal.Data;
using Portal.Data.Auditing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Desk;

/// <summary>The audit entries about codes of the desk: each names the patient's token and, where it is known, the account.</summary>
internal sealed class DeskAudit(AuditLog log)
{
    public Task DoneAsync(PortalDbContext db, Actor actor, PatientId patient, Guid? account, string reason, CancellationToken cancel) =>
        log.AppendAsync(db, About(actor, AuditOutcome.Allowed) with { Patients = [patient], ResourceId = account, Reason = reason }, cancel);

    public Task RefusedAsync(Actor actor, DeskCode? row, string reason, CancellationToken cancel) =>
        log.AppendAsync(
            About(actor, AuditOutcome.Denied) with { Patients = row is null ? [] : [row.PatientId], ResourceId = row?.AccountId, Reason = reason }, cancel);

    private static Purpose PurposeOf(Actor actor) =>
        actor.Job is not null ? Purpose.System : actor.Account is null ? Purpose.PatientRequest : Purpose.Operations;

    private AuditEntry About(Actor actor, AuditOutcome outcome) => log.NewEntry(
        actor, PurposeOf(actor), AuditAction.Credential, AuditResource.Account,
        DataCategories.Account | DataCategories.Keys, outcome);
}

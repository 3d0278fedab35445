using Portal.Data.Auditing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients.Care;

/// <summary>The audit entry of patients put into an account's care: who may open their records from then on (45 CFR 164.308(a)(4)).</summary>
internal static class CareGrant
{
    public static AuditEntry Entry(AuditLog audit, Actor actor, AccountId account, IReadOnlyList<PatientId> patients) =>
        audit.NewEntry(actor, Purpose.System, AuditAction.Grant, AuditResource.CareTeam, DataCategories.None, AuditOutcome.Allowed) with
        {
            ResourceId = account.Value,
            Patients = patients,
        };
}

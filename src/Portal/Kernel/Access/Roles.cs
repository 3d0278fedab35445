using System.Collections.Frozen;

namespace Portal.Kernel.Access;

/// <summary>Roles as data: what each role may do at most. The approved text file of the permission matrix is made from this table.</summary>
public static class Roles
{
    private static readonly FrozenDictionary<Role, FrozenSet<Permission>> Table = new Dictionary<Role, FrozenSet<Permission>>
    {
        [Role.None] = FrozenSet<Permission>.Empty,
        [Role.Patient] = Set(Permission.UseOwnAccount, Permission.ReadOwnRecord, Permission.ExcludePeople),
        [Role.Clinician] = Set(
            Permission.UseOwnAccount, Permission.SearchPatients, Permission.ReadClinical, Permission.WriteClinical, Permission.Prescribe, Permission.BreakGlass,
            Permission.ReferPatients, Permission.MarkRecords, Permission.ReviewAccess, Permission.ReadPolicies),
        [Role.Nurse] = Set(
            Permission.UseOwnAccount, Permission.SearchPatients, Permission.ReadClinical, Permission.WriteClinical, Permission.BreakGlass, Permission.ReviewAccess, Permission.ReadPolicies),
        [Role.FrontDesk] = Set(
            Permission.UseOwnAccount, Permission.SearchPatients, Permission.ReadRegistration, Permission.HandOutCodes, Permission.AssignTeams, Permission.ReviewAccess, Permission.ReadPolicies),
        [Role.BillingClerk] = Set(Permission.UseOwnAccount, Permission.SearchPatients, Permission.ReadBilling, Permission.ReviewAccess, Permission.ReadPolicies),
        [Role.ComplianceOfficer] = Set(
            Permission.UseOwnAccount, Permission.ReadAudit, Permission.VerifyAudit, Permission.ReadAccounts, Permission.ReadFindings, Permission.ReviewFindings,
            Permission.ScheduleReports, Permission.ReadBreakGlass, Permission.ReviewBreakGlass, Permission.ReadStaffDirectory, Permission.ApproveRoles,
            Permission.ReviewAccess, Permission.RunAccessReviews, Permission.ReadAccessReviews,
            Permission.ReadPolicies, Permission.SignPolicies, Permission.ReadAcknowledgements),
        [Role.Auditor] = Set(
            Permission.UseOwnAccount, Permission.ReadAudit, Permission.VerifyAudit, Permission.ReadFindings, Permission.ReadBreakGlass, Permission.ReadStaffDirectory,
            Permission.ReviewAccess, Permission.ReadAccessReviews,
            Permission.ReadPolicies, Permission.ReadAcknowledgements),
        [Role.Administrator] = Set(
            Permission.UseOwnAccount, Permission.ReadAccounts, Permission.ManageAccounts, Permission.ReadStaffDirectory, Permission.ManageStaffDirectory,
            Permission.ReviewAccess, Permission.ReadPolicies),
        [Role.System] = Set(Permission.ImportRecords, Permission.VerifyAudit, Permission.MaintainInstance),
    }.ToFrozenDictionary();

    /// <summary>The roles a person can hold.</summary>
    public static IReadOnlyList<Role> OfPeople { get; } =
    [
        Role.Patient, Role.Clinician, Role.Nurse, Role.FrontDesk, Role.BillingClerk, Role.ComplianceOfficer, Role.Auditor, Role.Administrator,
    ];

    /// <summary>Whether the role carries the permission. An unknown role carries none.</summary>
    public static bool Permit(Role role, Permission permission) =>
        Table.TryGetValue(role, out var permissions) && permissions.Contains(permission);

    /// <summary>All permissions of a role; empty for an unknown one.</summary>
    public static IReadOnlyCollection<Permission> PermissionsOf(Role role) =>
        Table.TryGetValue(role, out var permissions) ? permissions : FrozenSet<Permission>.Empty;

    private static FrozenSet<Permission> Set(params Permission[] permissions) => permissions.ToFrozenSet();
}

using Portal.Kernel.Access;

namespace Portal.Features.AccessReviews;

/// <summary>Which roles open health data, and which roles are lesser than another; both from the live permissions.</summary>
public static class HealthAccess
{
    // To read why the glass was broken is to read about a patient, and so is the audit log, which says whose record was opened.
    private static readonly Permission[] Opening =
    [
        Permission.SearchPatients, Permission.ReadClinical, Permission.WriteClinical, Permission.ReadBilling, Permission.ReadRegistration, Permission.BreakGlass,
        Permission.ReadBreakGlass, Permission.ReadAudit,
    ];

    /// <summary>Roles of staff.</summary>
    public static IReadOnlyList<Role> OfStaff { get; } = [.. Roles.OfPeople.Where(role => role != Role.Patient)];

    /// <summary>Roles of staff that open health data.</summary>
    public static IReadOnlyList<Role> OpenedBy { get; } = [.. OfStaff.Where(role => Opening.Any(permission => Roles.Permit(role, permission)))];

    /// <summary>Whether a role gives access to others, or watches over it.</summary>
    public static bool IsSensitive(Role role) => Roles.Permit(role, Permission.ManageAccounts) || Roles.Permit(role, Permission.ApproveRoles);

    /// <summary>
    /// What a role can be reduced to: roles that may less and nothing else, and no role at all. Nothing for an administrator's, which two take away (decision 0048).
    /// </summary>
    public static IReadOnlyList<Role> LesserThan(Role role) => Roles.Permit(role, Permission.ManageAccounts) || role == Role.None
        ? []
        : [.. OfStaff.Where(other => Roles.PermissionsOf(other).Count < Roles.PermissionsOf(role).Count && Roles.PermissionsOf(other).All(one => Roles.Permit(role, one))), Role.None];
}

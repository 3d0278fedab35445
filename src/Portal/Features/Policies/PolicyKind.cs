using Portal.Kernel.Access;

namespace Portal.Features.Policies;

/// <summary>A policy that the house keeps in writing (45 CFR 164.316(b)(1)). The number is stored and never changes; new kinds come at the end.</summary>
public enum PolicyKind
{
    /// <summary>Who may do what: made from the permissions that are in force (45 CFR 164.308(a)(4), 164.312(a)(1)).</summary>
    AccessControl = 1,

    /// <summary>How a closed record is opened in an emergency, and what follows (45 CFR 164.312(a)(2)(ii)).</summary>
    BreakGlass = 2,

    /// <summary>What is done when something has happened (45 CFR 164.308(a)(6)).</summary>
    Incidents = 3,

    /// <summary>What follows for people who break the rules (45 CFR 164.308(a)(1)(ii)(C)).</summary>
    Sanctions = 4,

    /// <summary>What is kept for how long (45 CFR 164.316(b)(2)(i)).</summary>
    Retention = 5,
}

/// <summary>The policies there are, and whom each of them concerns.</summary>
public static class PolicyKinds
{
    private static readonly Role[] Staff = [.. Roles.OfPeople.Where(role => Roles.Permit(role, Permission.ReadPolicies))];

    /// <summary>All of them, in the order in which they are shown.</summary>
    public static IReadOnlyList<PolicyKind> All { get; } = Enum.GetValues<PolicyKind>();

    /// <summary>
    /// The roles whose people acknowledge it: all staff where everybody must know it, and else those who act by it. Patients never: they are told in the privacy notice.
    /// </summary>
    public static IReadOnlyList<Role> Concerned(PolicyKind kind) => kind switch
    {
        PolicyKind.BreakGlass => [.. Staff.Where(role => Roles.Permit(role, Permission.BreakGlass) || Roles.Permit(role, Permission.ReviewBreakGlass))],
        PolicyKind.Retention => [Role.ComplianceOfficer, Role.Auditor, Role.Administrator],
        _ => Staff,
    };
}

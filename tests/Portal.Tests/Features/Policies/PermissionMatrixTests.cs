using Portal.Features.Policies;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Policies;

public sealed class PermissionMatrixTests
{
    [Fact]
    public void The_one_in_force_says_each_permission_of_each_role()
    {
        var lines = PermissionMatrix.Live.Split('\n').ToDictionary(line => line.Split(':')[0], line => line.Split(':')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        lines.Keys.ShouldBe(Roles.OfPeople.Order().Select(role => role.ToString()));
        lines.ShouldAllBe(line => line.Value.ToHashSet().SetEquals(Roles.PermissionsOf(Enum.Parse<Role>(line.Key)).Select(one => one.ToString())));
    }

    [Fact]
    public void Changes_are_said_role_by_role_also_of_what_is_not_known_here()
    {
        PermissionMatrix.Between("A: x y\nB: z", "A: x y\nB: z").ShouldBeEmpty();
        PermissionMatrix.Between("A: x y\nB: z", "A: x w\nC: v").ShouldBe(
        [
            new MatrixChange("A", "w", true), new MatrixChange("A", "y", false), new MatrixChange("B", "z", false), new MatrixChange("C", "v", true),
        ]);
    }

    [Theory]
    [InlineData(PolicyKind.AccessControl, Role.BillingClerk, true)]
    [InlineData(PolicyKind.BreakGlass, Role.Nurse, true)]
    [InlineData(PolicyKind.BreakGlass, Role.BillingClerk, false)]
    [InlineData(PolicyKind.BreakGlass, Role.ComplianceOfficer, true)]
    [InlineData(PolicyKind.Retention, Role.Clinician, false)]
    [InlineData(PolicyKind.Sanctions, Role.Patient, false)]
    public void A_policy_concerns_those_who_act_by_it(PolicyKind kind, Role role, bool concerned) => PolicyKinds.Concerned(kind).Contains(role).ShouldBe(concerned);
}

using Portal.Features.AccessReviews;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.AccessReviews;

public sealed class HealthAccessTests
{
    [Fact]
    public void Every_role_of_staff_but_the_administrators_opens_health_data() =>
        HealthAccess.OpenedBy.ShouldBe([.. HealthAccess.OfStaff.Where(role => role != Role.Administrator)]);

    [Theory]
    [InlineData(Role.Clinician, Role.Nurse, Role.None)]
    [InlineData(Role.ComplianceOfficer, Role.Auditor, Role.None)]
    [InlineData(Role.Nurse, Role.None)]
    [InlineData(Role.Administrator)]
    [InlineData(Role.None)]
    public void A_lesser_role_may_nothing_that_the_greater_one_may_not(Role role, params Role[] lesser) => HealthAccess.LesserThan(role).ShouldBe(lesser);

    [Fact]
    public void Nothing_is_given_by_a_reduction()
    {
        foreach (var role in HealthAccess.OfStaff)
        {
            HealthAccess.LesserThan(role).ShouldAllBe(lesser => Roles.PermissionsOf(lesser).All(one => Roles.Permit(role, one)) && lesser != role);
        }
    }
}

using FsCheck;
using FsCheck.Fluent;
using Portal.Kernel.Access;
using AccessRole = Portal.Kernel.Access.Role;

namespace Portal.Tests.Kernel.Access;

[Trait("Norm", "164.312(a)(1)")]
public sealed class DecideTests
{
    private static readonly Arbitrary<(AccessRole Role, Permission Permission, Purpose Purpose, Fact[] Facts)> Cases =
        (from role in Gen.Elements(Enum.GetValues<AccessRole>())
         from permission in Gen.Elements(Enum.GetValues<Permission>())
         from purpose in Gen.Elements(Enum.GetValues<Purpose>())
         from facts in Gen.ArrayOf(Gen.Elements(Enum.GetValues<Fact>()))
         select (role, permission, purpose, facts)).ToArbitrary();

    [Fact]
    public void Deny_wins_whatever_else_is_known() =>
        Holds(c => Decide.About(c.Role, c.Permission, c.Purpose, [.. c.Facts, Fact.Forbidden]) is Decision.Forbidden or Decision.NotPermitted);

    [Fact]
    public void Unknown_denies_whatever_else_is_known() =>
        Holds(c => Decide.About(c.Role, c.Permission, c.Purpose, [.. c.Facts, Fact.Unknown]) is not (Decision.Allowed or Decision.AllowedByGlass));

    [Fact]
    public void A_fact_of_no_known_kind_denies() =>
        Holds(c => Decide.About(c.Role, c.Permission, c.Purpose, [.. c.Facts, (Fact)99]) is not (Decision.Allowed or Decision.AllowedByGlass));

    [Fact]
    public void Without_a_fact_nothing_opens() =>
        Holds(c => Decide.About(c.Role, c.Permission, c.Purpose, []) is not (Decision.Allowed or Decision.AllowedByGlass)
            && Decide.About(c.Role, c.Permission, c.Purpose, [Fact.None]) is not (Decision.Allowed or Decision.AllowedByGlass));

    [Fact]
    public void Without_a_purpose_nothing_opens() =>
        Holds(c => Decide.About(c.Role, c.Permission, Purpose.None, c.Facts) is not (Decision.Allowed or Decision.AllowedByGlass));

    [Fact]
    public void What_opens_carries_the_permission_and_a_ground_that_fits_the_purpose() => Holds(c =>
        Decide.About(c.Role, c.Permission, c.Purpose, c.Facts) is not Decision.Allowed
        || (Roles.Permit(c.Role, c.Permission) && (c.Facts.Contains(GroundOf(c.Permission, c.Purpose)) || (IsCare(c.Permission, c.Purpose) && c.Facts.Contains(Fact.OnTeam)))));

    [Fact]
    public void A_role_without_the_permission_learns_nothing_of_the_facts() =>
        Holds(c => Roles.Permit(c.Role, c.Permission) || Decide.About(c.Role, c.Permission, c.Purpose, c.Facts) == Decision.NotPermitted);

    [Fact]
    public void More_harmless_facts_never_close_and_their_order_never_matters() => Holds(c =>
    {
        var decision = Decide.About(c.Role, c.Permission, c.Purpose, c.Facts);
        return decision == Decide.About(c.Role, c.Permission, c.Purpose, [.. c.Facts.Reverse()])
            && decision == Decide.About(c.Role, c.Permission, c.Purpose, [.. c.Facts, Fact.None]);
    });

    [Fact]
    public void A_single_fact_opens_exactly_what_the_second_table_says()
    {
        var all = from role in Enum.GetValues<AccessRole>()
                  from permission in Enum.GetValues<Permission>()
                  from purpose in Enum.GetValues<Purpose>()
                  from fact in Enum.GetValues<Fact>()
                  select (role, permission, purpose, fact);

        all.Where(c => (Decide.About(c.role, c.permission, c.purpose, [c.fact]) == Decision.Allowed)
            != (Roles.Permit(c.role, c.permission) && (c.fact == GroundOf(c.permission, c.purpose) || (IsCare(c.permission, c.purpose) && c.fact == Fact.OnTeam)))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(AccessRole.Clinician, Permission.ReadClinical, Purpose.Treatment, Fact.InCare)]
    [InlineData(AccessRole.Clinician, Permission.SearchPatients, Purpose.Treatment, Fact.InCare)]
    [InlineData(AccessRole.BillingClerk, Permission.ReadBilling, Purpose.Payment, Fact.HandlesBilling)]
    [InlineData(AccessRole.BillingClerk, Permission.SearchPatients, Purpose.Payment, Fact.HandlesBilling)]
    [InlineData(AccessRole.Clinician, Permission.Prescribe, Purpose.Treatment, Fact.InCare)]
    [InlineData(AccessRole.Nurse, Permission.ReadClinical, Purpose.Treatment, Fact.InCare)]
    [InlineData(AccessRole.Nurse, Permission.WriteClinical, Purpose.Treatment, Fact.InCare)]
    [InlineData(AccessRole.FrontDesk, Permission.ReadRegistration, Purpose.Operations, Fact.HandlesRegistration)]
    [InlineData(AccessRole.FrontDesk, Permission.SearchPatients, Purpose.Operations, Fact.HandlesRegistration)]
    [InlineData(AccessRole.Patient, Permission.ReadOwnRecord, Purpose.PatientRequest, Fact.IsSelf)]
    public void Each_ground_opens_its_permission_for_its_purpose_alone(AccessRole role, Permission permission, Purpose purpose, Fact fact)
    {
        Decide.About(role, permission, purpose, [fact]).ShouldBe(Decision.Allowed);

        foreach (var other in Enum.GetValues<Purpose>().Where(other => other != purpose))
        {
            Decide.About(role, permission, other, [fact]).ShouldBe(Decision.NoGround);
        }
    }

    [Theory]
    [InlineData(AccessRole.Clinician, Permission.ReadBilling)]
    [InlineData(AccessRole.BillingClerk, Permission.ReadClinical)]
    [InlineData(AccessRole.Administrator, Permission.ReadClinical)]
    [InlineData(AccessRole.Administrator, Permission.SearchPatients)]
    [InlineData(AccessRole.System, Permission.ReadClinical)]
    [InlineData(AccessRole.Nurse, Permission.Prescribe)]
    [InlineData(AccessRole.FrontDesk, Permission.ReadClinical)]
    [InlineData(AccessRole.FrontDesk, Permission.ReadBilling)]
    [InlineData(AccessRole.ComplianceOfficer, Permission.ReadClinical)]
    [InlineData(AccessRole.ComplianceOfficer, Permission.ManageAccounts)]
    [InlineData(AccessRole.Auditor, Permission.ReadClinical)]
    [InlineData(AccessRole.Auditor, Permission.ReadAccounts)]
    [InlineData(AccessRole.None, Permission.ReadOwnRecord)]
    [InlineData((AccessRole)77, Permission.ReadClinical)]
    public void A_role_never_opens_what_is_not_its_own(AccessRole role, Permission permission) =>
        Enum.GetValues<Purpose>().ShouldAllBe(purpose => Decide.About(role, permission, purpose, Enum.GetValues<Fact>().Where(Harmless).ToArray()) == Decision.NotPermitted);

    private static bool IsCare(Permission permission, Purpose purpose) => GroundOf(permission, purpose) == Fact.InCare;

    private static bool Harmless(Fact fact) => fact is not (Fact.Forbidden or Fact.Unknown);

    // Written a second time on purpose, apart from the product's table: a ground that appears or goes in one of the two alone is seen.
    private static Fact GroundOf(Permission permission, Purpose purpose) => (permission, purpose) switch
    {
        (Permission.ReadClinical or Permission.WriteClinical or Permission.Prescribe or Permission.SearchPatients, Purpose.Treatment) => Fact.InCare,
        (Permission.ReferPatients or Permission.MarkRecords, Purpose.Treatment) => Fact.OnTeam,
        (Permission.ReadRegistration or Permission.SearchPatients or Permission.HandOutCodes or Permission.AssignTeams, Purpose.Operations) => Fact.HandlesRegistration,
        (Permission.ReadBilling or Permission.SearchPatients, Purpose.Payment) => Fact.HandlesBilling,
        (Permission.ReadOwnRecord or Permission.ExcludePeople, Purpose.PatientRequest) => Fact.IsSelf,
        (Permission.ReadBreakGlass or Permission.ReviewBreakGlass, Purpose.Operations) => Fact.ReviewsAccess,
        (Permission.BreakGlass, Purpose.Treatment or Purpose.Emergency or Purpose.PatientRequest or Purpose.PublicHealth or Purpose.Operations) => Fact.TreatsHere,
        _ => (Fact)(-1),
    };

    private static void Holds(Func<(AccessRole Role, Permission Permission, Purpose Purpose, Fact[] Facts), bool> property) =>
        Prop.ForAll(Cases, property).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithQuietOnSuccess(true));
}

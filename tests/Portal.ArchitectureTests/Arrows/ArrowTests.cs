using Mono.Cecil;
using Portal.ArchitectureTests.Reading;

namespace Portal.ArchitectureTests.Arrows;

public sealed class ArrowTests
{
    // Add a pair with the decision that made it necessary; the graph must stay without cycles.
    private static readonly House Ours = new("Portal",
    [
        ("Patients", "Identity"), // a history names who changed an entry: AccountNames gives names and nothing else (ADR 0018)
        ("Patients", "Staff"), // a practitioner of imported records is a person of the staff directory (ADR 0099)
        ("Staff", "Identity"), // an entry of the staff directory leads to accounts, and what administrators do with both wants the same doors (ADR 0099)
        ("AuditTrail", "Identity"), // the log names who acted, by the same AccountNames (ADR 0055)
        ("BreakGlass", "Identity"), // a fresh factor before, and the patient's accounts to be told in (ADR 0094)
        ("BreakGlass", "Patients"), // the masked view of a closed record (ADR 0094)
        ("BreakGlass", "AuditTrail"), // a review shows what was done under a grant, by the same AuditItems (ADR 0104)
        ("AccessReviews", "Identity"), // a review takes accounts and roles away by what administrators do it with (ADR 0111)
        ("AccessReviews", "Staff"), // the staff directory says who reviews whom (ADR 0110)
        ("Findings", "Identity"), // a finding names whose doing it is, and who reads a report (ADR 0062)
        ("Findings", "AuditTrail"), // a finding shows the entries behind it (ADR 0062)
        ("Findings", "Patients"), // surnames are compared as blind indexes (ADR 0063)
        ("Policies", "Identity"), // whom a policy concerns, who signed it, and a fresh factor before (ADR 0115)
        ("Patients", "Staff"), // the staff directory says which account stands behind the practitioner of an encounter (ADR 0091)
    ]);

    private static readonly House Sample = new("Portal.ArchitectureTests.Samples.Rooms", []);

    [Fact]
    public void Features_name_Data_and_Kernel_and_never_the_other_way_round() => Ours.Violations(Assemblies.Portal).ShouldBeEmpty();

    [Theory]
    [InlineData("KernelThatNamesData names ", "Data.SomeData")]
    [InlineData("DataThatNamesAFeature names ", "Features.One.FeatureOne")]
    [InlineData("FeatureTwo names ", "Features.One.FeatureOne")]
    public void A_house_with_wrong_arrows_is_found(string from, string to) =>
        Sample.Violations(Assemblies.Samples).ShouldContain(line => line.Contains(from) && line.EndsWith(to));

    [Fact]
    public void A_house_without_wrong_arrows_passes() =>
        new House(Sample.Root, [("Two", "One")]).Violations(Assemblies.Samples).ShouldNotContain(line => line.Contains("FeatureTwo"));

    [Fact]
    public void The_features_that_may_name_each_other_form_no_cycle()
    {
        Ours.Cycles().ShouldBeEmpty();
        new House("", [("A", "B"), ("B", "C"), ("C", "A")]).Cycles().ShouldBe(["A", "B", "C"]);
    }

    [Fact]
    public void The_web_host_sees_only_what_is_public()
    {
        FriendsOf(Assemblies.Portal).ShouldNotContain("Portal.Web");
        FriendsOf(Assemblies.SqlServer).ShouldNotContain("Portal.Web");
        FriendsOf(Assemblies.Web).ShouldContain("Portal.Web.Tests");
    }

    [Fact]
    public void The_web_host_names_the_second_database_in_one_place_at_most()
    {
        Naming(Assemblies.Web, "Portal.SqlServer.").Count.ShouldBeLessThanOrEqualTo(1);
        Naming(Assemblies.Samples, "Portal.SqlServer.").Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void No_screen_names_the_database_or_its_entities() =>
        Assemblies.Web.Written().Where(type => type.Names().Any(name => name.StartsWith("Microsoft.EntityFrameworkCore.", StringComparison.Ordinal)))
            .Select(type => type.FullName).ShouldBeEmpty();

    private static List<string> FriendsOf(ModuleDefinition module) =>
        [.. module.Assembly.CustomAttributes
            .Where(one => one.AttributeType.Name == "InternalsVisibleToAttribute")
            .Select(one => ((string)one.ConstructorArguments[0].Value).Split(',')[0])];

    private static List<string> Naming(ModuleDefinition module, string prefix) =>
        [.. module.Written().Where(type => type.Names().Any(name => name.StartsWith(prefix, StringComparison.Ordinal))).Select(type => type.FullName)];
}

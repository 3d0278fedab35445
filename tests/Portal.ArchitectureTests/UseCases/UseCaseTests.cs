using Portal.ArchitectureTests.Reading;

namespace Portal.ArchitectureTests.UseCases;

public sealed class UseCaseTests
{
    private static readonly IReadOnlyList<UseCase> Ours = UseCaseLaws.Registered(Assemblies.Portal);

    private static readonly IReadOnlyList<UseCase> Samples =
        UseCaseLaws.ByShape(Assemblies.Samples, "Portal.ArchitectureTests.Samples.Features");

    [Fact]
    [Trait("Norm", "8.2.4")]
    public void Every_use_case_takes_its_actor_first_and_goes_through_the_Gate_or_says_why_not()
    {
        Ours.ShouldNotBeEmpty();
        Ours.SelectMany(UseCaseLaws.Violations).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("WithoutActor", "must take an Actor first")]
    [InlineData("WithoutGate", "touches rows of patients and has no Gate")]
    [InlineData("WithoutPermission", "must say either")]
    [InlineData("WithWrongPermission", "says it needs [ReadBilling] and asks for [ReadClinical]")]
    [InlineData("WithPublicConstructor", "must be sealed, with an internal constructor")]
    [InlineData("WithoutReason", "must say either")]
    public void A_use_case_that_breaks_the_law_is_found(string name, string fault) =>
        UseCaseLaws.Violations(Samples.Single(one => one.Name == name)).ShouldContain(line => line.Contains(fault));

    [Fact]
    public void A_use_case_that_keeps_the_law_passes() =>
        UseCaseLaws.Violations(Samples.Single(one => one.Name == "InOrder")).ShouldBeEmpty();

    [Fact]
    public void Every_class_that_looks_like_a_use_case_is_registered_as_one()
    {
        UseCaseLaws.ByShape(Assemblies.Portal, "Portal.Features").Select(one => one.FullName)
            .ShouldBeSubsetOf(Ours.Select(one => one.FullName));
        Samples.Select(one => one.FullName).Except(UseCaseLaws.Registered(Assemblies.Samples).Select(one => one.FullName)).ShouldNotBeEmpty();
    }

    [Fact]
    public void Every_use_case_has_its_test_class()
    {
        var classes = Sources.Below("tests", ".cs").Select(file => Path.GetFileNameWithoutExtension(file.Name)).ToHashSet();
        Ours.Where(one => !classes.Contains(one.Name + "Tests")).Select(one => one.Name).ShouldBeEmpty();
        Samples.ShouldContain(one => !classes.Contains(one.Name + "Tests"));
    }
}

using Portal.ArchitectureTests.Reading;

namespace Portal.ArchitectureTests.UseCases;

public sealed class InputTests
{
    // Methods that take something from outside without a validator, and what checks it instead.
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["BeginTotpEnrolment.ForAsync: validates nothing"] = "the token of a cookie has one form, which SessionToken checks before its hash is looked up",
        ["FindSession.EndingByTokenAsync: validates nothing"] = "the token of a cookie has one form, which SessionToken checks before its hash is looked up",
        ["FindSession.ByTokenAsync: validates nothing"] = "the token of a cookie has one form, which SessionToken checks before its hash is looked up",
    };

    private static readonly IReadOnlyList<UseCase> Samples =
        UseCaseLaws.ByShape(Assemblies.Samples, "Portal.ArchitectureTests.Samples.Features");

    private static readonly IReadOnlyList<string> Found =
        [.. UseCaseLaws.Registered(Assemblies.Portal).SelectMany(InputLaws.Violations)];

    [Fact]
    [Trait("Norm", "ASVS 2.2.2")]
    public void Every_use_case_validates_what_it_takes_from_outside_before_it_opens_anything() => Found.Except(Exceptions.Keys).ShouldBeEmpty();

    [Fact]
    public void Every_exception_from_validation_is_still_needed() => Exceptions.Keys.ShouldBeSubsetOf(Found);

    [Theory]
    [InlineData("WithoutValidator", "ForAsync: validates nothing")]
    [InlineData("WithHalfAValidator", "ForAsync: does not validate second")]
    [InlineData("WithALateValidator", "ForAsync: validates after it has opened something")]
    public void A_use_case_that_does_not_validate_is_found(string name, string fault) =>
        InputLaws.Violations(Samples.Single(one => one.Name == name)).ShouldBe([$"{name}.{fault}"]);

    [Fact]
    public void A_use_case_that_validates_passes()
    {
        InputLaws.Violations(Samples.Single(one => one.Name == "WithAValidator")).ShouldBeEmpty();
        InputLaws.Violations(Samples.Single(one => one.Name == "InOrder")).ShouldBeEmpty();
    }

    [Fact]
    public void Every_field_of_an_input_has_a_rule()
    {
        InputLaws.Unruled(typeof(PortalAssembly).Assembly).ShouldBeEmpty();
        InputLaws.Unruled(typeof(InputTests).Assembly).ShouldHaveSingleItem().ShouldEndWith("no rule for Second");
    }
}

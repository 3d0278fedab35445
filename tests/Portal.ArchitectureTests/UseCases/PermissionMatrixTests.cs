using Portal.ArchitectureTests.Reading;

namespace Portal.ArchitectureTests.UseCases;

public sealed class PermissionMatrixTests
{
    [Fact]
    [Trait("Norm", "164.308(a)(3)(ii)(C), (a)(4)")]
    public void Who_may_use_what_is_as_approved() =>
        Approved.Check("permission-matrix.txt", PermissionMatrix.Of(UseCaseLaws.Registered(Assemblies.Portal)));

    [Fact]
    public void A_use_case_that_nobody_approved_shows_up_as_a_difference()
    {
        var ours = UseCaseLaws.Registered(Assemblies.Portal);
        var sample = UseCaseLaws.ByShape(Assemblies.Samples, "Portal.ArchitectureTests.Samples.Features").Single(one => one.Name == "InOrder");

        Approved.Differences(PermissionMatrix.Of(ours), PermissionMatrix.Of([.. ours, sample])).ShouldHaveSingleItem().ShouldContain("InOrder");
    }
}

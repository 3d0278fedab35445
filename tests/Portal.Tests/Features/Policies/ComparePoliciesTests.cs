using FluentValidation;
using Portal.Features.Policies;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Policies;

public sealed class ComparePoliciesTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Desk desk = new(portal);

    [Fact]
    public async Task Lines_that_went_and_came_are_told_from_those_that_stayed()
    {
        var officer = await desk.SomebodyAsync(Role.ComplianceOfficer);
        await desk.SignedAsync(officer, PolicyKind.Sanctions, "One\nTwo\nThree");
        await desk.SignedAsync(officer, PolicyKind.Sanctions, "One\nTwo and a half\nThree");

        var both = (await CompareAsync(Desk.Of(Role.FrontDesk), 1, 2)).ShouldNotBeNull();

        both.Lines.Where(line => line.Kind != DiffKind.Same).ShouldBe([new DiffLine(DiffKind.Removed, "Two"), new DiffLine(DiffKind.Added, "Two and a half")]);
        (await CompareAsync(officer, 1, 3)).ShouldBeNull();
    }

    [Fact]
    public async Task Numbers_out_of_order_and_patients_are_refused()
    {
        await Should.ThrowAsync<ValidationException>(() => CompareAsync(Desk.Of(Role.Nurse), 2, 1));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => CompareAsync(Desk.Of(Role.Patient), 1, 2));
    }

    private Task<PolicyComparison?> CompareAsync(Actor actor, int old, int fresh) => portal.Get<ComparePolicies>().ForAsync(actor, PolicyKind.Sanctions, old, fresh, default);
}

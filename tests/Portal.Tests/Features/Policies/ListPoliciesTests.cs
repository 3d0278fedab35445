using Portal.Features.Policies;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Policies;

public sealed class ListPoliciesTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Desk desk = new(portal);

    [Fact]
    public async Task Everybody_sees_what_is_in_force_and_what_waits_for_them_and_an_officer_how_each_stands()
    {
        var (officer, clerk) = (await desk.SomebodyAsync(Role.ComplianceOfficer), await desk.SomebodyAsync(Role.BillingClerk));
        await desk.SignedUnderOthersAsync(officer);
        var sanctions = await desk.SignedAsync(officer, PolicyKind.Sanctions);
        await desk.DraftAsync(officer, PolicyKind.Retention);
        await desk.AcknowledgeAsync(clerk, sanctions.Id);

        var seen = (await ListAsync(clerk)).ToDictionary(item => item.Kind);
        seen.Keys.ShouldBe(PolicyKinds.All);
        (seen[PolicyKind.Sanctions].AcknowledgedAt is not null, seen[PolicyKind.AccessControl].AcknowledgedAt is not null).ShouldBe((true, false));
        (seen[PolicyKind.Sanctions].IsConcerned, seen[PolicyKind.BreakGlass].IsConcerned).ShouldBe((true, false));
        seen.Values.ShouldAllBe(item => item.Care == null);

        var care = (await ListAsync(officer)).ToDictionary(item => item.Kind, item => item.Care!);
        care[PolicyKind.Sanctions].ShouldBe(new PolicyCare(HasDraft: false, HasDrift: false, Concerned: 2, Acknowledged: 2));
        (care[PolicyKind.AccessControl].HasDrift, care[PolicyKind.Retention].HasDraft).ShouldBe((true, true));
        (await desk.EntriesAsync(officer)).ShouldContain(entry => entry.Action == AuditAction.Search && entry.Reason == null);
    }

    [Theory]
    [InlineData(Role.Patient)]
    [InlineData(Role.None)]
    public async Task Patients_and_nobody_are_refused(Role role)
    {
        var somebody = role == Role.None ? Actor.Anonymous : Desk.Of(role);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => ListAsync(somebody));
    }

    private Task<IReadOnlyList<PolicyItem>> ListAsync(Actor actor) => portal.Get<ListPolicies>().ForAsync(actor, default);
}

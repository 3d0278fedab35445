using Portal.Features.Policies;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Policies;

public sealed class OpenPolicyDraftTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Desk desk = new(portal);

    [Theory]
    [InlineData(PolicyKind.AccessControl)]
    [InlineData(PolicyKind.BreakGlass)]
    [InlineData(PolicyKind.Incidents)]
    [InlineData(PolicyKind.Retention)]
    public async Task It_begins_with_the_text_that_the_portal_brings_along_which_has_places_to_fill_in(PolicyKind kind)
    {
        var draft = await desk.OpenDraftAsync(await desk.SomebodyAsync(Role.ComplianceOfficer), kind);
        (draft.Next, draft.Version, draft.MadeAt).ShouldBe((1, 0, null));
        draft.Written.ShouldStartWith("# ");
        PolicyText.Blanks(draft.Written).ShouldBeGreaterThan(0);
        PolicyText.HasItsMark(kind, draft.Written).ShouldBeTrue();
        (draft.Permissions.Length > 0).ShouldBe(kind == PolicyKind.AccessControl);
    }

    [Fact]
    public async Task After_a_signature_it_begins_with_what_was_signed_and_then_with_what_was_kept()
    {
        var officer = await desk.SomebodyAsync(Role.ComplianceOfficer);
        await desk.SignedAsync(officer, PolicyKind.Sanctions);
        var next = await desk.OpenDraftAsync(officer, PolicyKind.Sanctions);
        (next.Written, next.Next).ShouldBe((Desk.Text, 2));

        await desk.DraftAsync(officer, PolicyKind.Sanctions, "Other words.");
        (await desk.OpenDraftAsync(officer, PolicyKind.Sanctions)).Written.ShouldBe("Other words.\n");
    }

    [Fact]
    public async Task Others_are_refused_with_an_entry()
    {
        var nurse = Desk.Of(Role.Nurse);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => desk.OpenDraftAsync(nurse, PolicyKind.Sanctions));
        (await desk.EntriesAsync(nurse)).ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
    }
}

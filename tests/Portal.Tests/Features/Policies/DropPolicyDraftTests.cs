using Portal.Features.Policies;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Policies;

public sealed class DropPolicyDraftTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Desk desk = new(portal);

    [Fact]
    public async Task The_draft_goes_and_what_was_signed_stays()
    {
        var officer = await desk.SomebodyAsync(Role.ComplianceOfficer);
        var signed = await desk.SignedAsync(officer, PolicyKind.Sanctions);
        await desk.DraftAsync(officer, PolicyKind.Sanctions, "Other words.");

        (await DropAsync(officer)).ShouldBeTrue();
        (await DropAsync(officer)).ShouldBeFalse();

        (await desk.OpenDraftAsync(officer, PolicyKind.Sanctions)).Written.ShouldBe(Desk.Text);
        (await desk.CurrentAsync(PolicyKind.Sanctions)).Id.ShouldBe(signed.Id);
        (await desk.EntriesAsync(officer)).Count(entry => entry.Action == AuditAction.Delete).ShouldBe(1);
    }

    [Fact]
    public async Task Others_are_refused() => await Should.ThrowAsync<UnauthorizedAccessException>(() => DropAsync(Desk.Of(Role.Administrator)));

    private Task<bool> DropAsync(Actor actor) => portal.Get<DropPolicyDraft>().ForAsync(actor, PolicyKind.Sanctions, default);
}

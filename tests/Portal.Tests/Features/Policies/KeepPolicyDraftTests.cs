using FluentValidation;
using Portal.Features.Policies;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Policies;

public sealed class KeepPolicyDraftTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Desk desk = new(portal);

    [Fact]
    public async Task Of_two_who_write_at_once_the_slower_one_is_told_and_nothing_is_overwritten()
    {
        var (one, other) = (await desk.SomebodyAsync(Role.ComplianceOfficer), await desk.SomebodyAsync(Role.ComplianceOfficer));
        var kept = (await KeepAsync(one, PolicyKind.Sanctions, "First.\r\n\r\n", 0)).ShouldNotBeNull();

        (await KeepAsync(other, PolicyKind.Sanctions, "Second.", 0)).ShouldBeNull();

        (kept.Written, kept.Version, kept.MadeBy).ShouldBe(("First.\n", 1, "Test Person"));
        (await desk.OpenDraftAsync(other, PolicyKind.Sanctions)).Written.ShouldBe("First.\n");
        (await KeepAsync(other, PolicyKind.Sanctions, "Second.", 1))!.Version.ShouldBe(2);
        (await desk.EntriesAsync(other)).Count(entry => entry is { Action: AuditAction.Update, Reason: "policy-draft-kept", Outcome: AuditOutcome.Allowed }).ShouldBe(1);
    }

    [Theory]
    [InlineData(PolicyKind.Sanctions, "")]
    [InlineData(PolicyKind.Sanctions, "{{permissions}}")]
    [InlineData(PolicyKind.AccessControl, "# Without the permissions")]
    [InlineData(PolicyKind.AccessControl, "In a line {{permissions}} with others")]
    [InlineData(PolicyKind.AccessControl, "{{permissions}}\n{{permissions}}")]
    [InlineData((PolicyKind)99, "Text")]
    public async Task A_text_that_is_none_or_has_its_permissions_in_the_wrong_place_is_refused(PolicyKind kind, string text) =>
        await Should.ThrowAsync<ValidationException>(() => KeepAsync(Desk.Of(Role.ComplianceOfficer), kind, text, 0));

    [Fact]
    public async Task A_text_that_is_too_long_is_refused() =>
        await Should.ThrowAsync<ValidationException>(() => KeepAsync(Desk.Of(Role.ComplianceOfficer), PolicyKind.Sanctions, new string('x', PolicyText.Longest + 1), 0));

    [Fact]
    public async Task Others_are_refused_with_an_entry()
    {
        var auditor = Desk.Of(Role.Auditor);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => KeepAsync(auditor, PolicyKind.Sanctions, "Text", 0));
        (await desk.EntriesAsync(auditor)).ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
    }

    private Task<DraftView?> KeepAsync(Actor actor, PolicyKind kind, string text, int seen) => portal.Get<KeepPolicyDraft>().ForAsync(actor, kind, text, seen, default);
}

using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity.StepUp;
using Portal.Features.Policies;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Policies;

[Trait("Norm", "164.316(b)(1)")]
public sealed class SignPolicyTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Desk desk = new(portal);

    [Fact]
    public async Task What_was_read_is_signed_with_its_digest_and_an_entry_and_the_draft_is_gone()
    {
        var officer = await desk.SomebodyAsync(Role.ComplianceOfficer);
        var draft = await desk.DraftAsync(officer, PolicyKind.Sanctions);

        (await desk.SignAsync(officer, draft)).ShouldBe(SignResult.Signed);

        var version = await desk.CurrentAsync(PolicyKind.Sanctions);
        (version.SignedBy, Convert.ToHexStringLower(version.Digest), version.Matrix).ShouldBe((officer.Account!.Value, draft.Digest, null));
        (await desk.EntriesAsync(officer)).ShouldContain(entry => entry.Reason == "policy-signed" && entry.ResourceId == version.Id && entry.Action == AuditAction.Create);
        (await desk.OpenDraftAsync(officer, PolicyKind.Sanctions)).Version.ShouldBe(0);
        (await desk.SignAsync(officer, draft)).ShouldBe(SignResult.NoDraft);
    }

    [Fact]
    public async Task The_access_control_policy_says_the_permissions_in_force_in_words_and_keeps_them()
    {
        var officer = await desk.SomebodyAsync(Role.ComplianceOfficer);
        var version = await desk.SignedAsync(officer, PolicyKind.AccessControl, $"# Access\n\n{PolicyText.MatrixMark}\n");

        var text = portal.Get<PolicyBook>().TextOf(version).ShouldNotBeNull();
        text.ShouldContain("### Nurse");
        text.ShouldContain($"- {nameof(Permission.ReadClinical)}");
        text.ShouldNotContain(PolicyText.MatrixMark);
        version.Matrix.ShouldBe(PermissionMatrix.Live);
        PolicyDrift.Of(version).ShouldBeEmpty();
        (await desk.OpenDraftAsync(officer, PolicyKind.AccessControl)).Written.ShouldContain(PolicyText.MatrixMark); // the next one begins with the mark, and not with today's permissions
    }

    [Fact]
    public async Task It_wants_a_fresh_factor_and_what_is_signed_is_what_was_read()
    {
        var officer = await desk.SomebodyAsync(Role.ComplianceOfficer);
        var draft = await desk.DraftAsync(officer, PolicyKind.Retention, "# Kept\n\nSix years.\n");
        await desk.DraftAsync(officer, PolicyKind.Retention, "# Kept\n\nOne day.\n");

        (await desk.SignAsync(officer, draft)).ShouldBe(SignResult.Changed);
        portal.Clock.Advance(FreshFactor.Lifetime);
        await Should.ThrowAsync<StepUpRequiredException>(() => desk.SignAsync(officer, draft));
        await using var db = portal.Open();
        (await PolicyBook.VersionsAsync(db, PolicyKind.Retention, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_text_with_places_to_be_filled_in_is_not_signed()
    {
        var officer = await desk.SomebodyAsync(Role.ComplianceOfficer);
        (await desk.SignAsync(officer, await desk.DraftAsync(officer, PolicyKind.Incidents, "Call [[the number]].\n"))).ShouldBe(SignResult.HasBlanks);
        (await desk.SignAsync(officer, await desk.DraftAsync(officer, PolicyKind.Incidents, "Call 112.\n"))).ShouldBe(SignResult.Signed);
    }

    [Theory]
    [InlineData(Role.Administrator)]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Clinician)]
    public async Task Nobody_but_an_officer_signs(Role role)
    {
        var somebody = Desk.Of(role);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<SignPolicy>().ForAsync(somebody, PolicyKind.Sanctions, new string('a', 64), default));
        (await desk.EntriesAsync(somebody)).ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
    }

    [Fact]
    public async Task A_digest_that_is_none_is_refused() =>
        await Should.ThrowAsync<ValidationException>(() => portal.Get<SignPolicy>().ForAsync(Desk.Of(Role.ComplianceOfficer), PolicyKind.Sanctions, "abc", default));

    [Theory]
    [InlineData("UPDATE policies.versions SET signed_at = now() WHERE id = $1")]
    [InlineData("DELETE FROM policies.versions WHERE id = $1")]
    [InlineData("DELETE FROM policies.acknowledgements WHERE version_id = $1")]
    public async Task The_portals_own_login_cannot_change_or_delete_what_was_signed(string statement)
    {
        var version = await desk.SignedAsync(await desk.SomebodyAsync(Role.ComplianceOfficer), PolicyKind.Sanctions);
        (await Should.ThrowAsync<PostgresException>(() => portal.Database.RunAsync(DatabaseRole.App, statement, version.Id))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Theory]
    [InlineData("UPDATE policies.versions SET number = number + 100 WHERE id = $1")]
    [InlineData("UPDATE policies.versions SET signed_by = gen_random_uuid() WHERE id = $1")]
    [InlineData("UPDATE policies.versions SET signed_at = signed_at - interval '1 day' WHERE id = $1")]
    [InlineData("UPDATE policies.versions SET digest = sha256('x') WHERE id = $1")]
    [InlineData("UPDATE policies.versions v SET text = (SELECT text FROM policies.versions o WHERE o.id <> v.id LIMIT 1) WHERE id = $1")]
    [InlineData("UPDATE policies.versions SET matrix = 'Nurse: WriteClinical' WHERE id = $1")]
    public async Task Whoever_owns_the_database_can_and_is_found(string statement)
    {
        var officer = await desk.SomebodyAsync(Role.ComplianceOfficer);
        await desk.SignedAsync(officer, PolicyKind.Sanctions, "# Another\n");
        var version = await desk.SignedAsync(officer, PolicyKind.Sanctions);
        var book = portal.Get<PolicyBook>();
        book.IsSound(version).ShouldBeTrue();

        await portal.Database.RunAsync(DatabaseRole.Owner, statement, version.Id);

        await using var db = portal.Open();
        var after = await db.Set<PolicyVersion>().AsNoTracking().SingleAsync(row => row.Id == version.Id);
        (book.IsSound(after), book.TextOf(after), book.WrittenIn(after)).ShouldBe((false, null, null));
    }
}

using Portal.Data.Postgres.Embedded;
using Portal.Features.Policies;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Policies;

[Trait("Norm", "164.308(a)(5)(i)")]
public sealed class AcknowledgePolicyTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Desk desk = new(portal);

    [Fact]
    public async Task It_is_kept_once_with_an_entry_and_two_windows_are_one()
    {
        var (officer, nurse) = (await desk.SomebodyAsync(Role.ComplianceOfficer), await desk.SomebodyAsync(Role.Nurse));
        var version = await desk.SignedAsync(officer, PolicyKind.Sanctions);

        var said = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => desk.AcknowledgeAsync(nurse, version.Id)));

        said.ShouldAllBe(result => result == AcknowledgeResult.Done);
        (await desk.EntriesAsync(nurse)).ShouldHaveSingleItem().Reason.ShouldBe("policy-acknowledged");
        (await portal.Get<OpenPolicy>().ForAsync(nurse, PolicyKind.Sanctions, null, default))!.AcknowledgedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_older_version_or_one_of_others_is_refused_with_an_entry()
    {
        var (officer, clerk) = (await desk.SomebodyAsync(Role.ComplianceOfficer), await desk.SomebodyAsync(Role.BillingClerk));
        var old = await desk.SignedAsync(officer, PolicyKind.Incidents);
        await desk.SignedAsync(officer, PolicyKind.Incidents, "New.");
        var glass = await desk.SignedAsync(officer, PolicyKind.BreakGlass);

        (await desk.AcknowledgeAsync(clerk, old.Id)).ShouldBe(AcknowledgeResult.Superseded);
        (await desk.AcknowledgeAsync(clerk, glass.Id)).ShouldBe(AcknowledgeResult.NotConcerned);
        (await desk.AcknowledgeAsync(clerk, Guid.NewGuid())).ShouldBe(AcknowledgeResult.NotFound);
        (await desk.EntriesAsync(clerk)).ShouldAllBe(entry => entry.Outcome == AuditOutcome.Denied);
    }

    [Fact]
    public async Task A_version_that_was_altered_is_not_acknowledged_and_a_row_made_past_the_portal_counts_for_nothing()
    {
        var (officer, nurse) = (await desk.SomebodyAsync(Role.ComplianceOfficer), await desk.SomebodyAsync(Role.Nurse));
        var version = await desk.SignedAsync(officer, PolicyKind.AccessControl, PolicyText.MatrixMark);
        await portal.Database.RunAsync(
            DatabaseRole.Owner, "INSERT INTO policies.acknowledgements (version_id, account_id, at, seal) VALUES ($1, $2, now(), 'none')", version.Id, nurse.Account!.Value.Value);
        (await portal.Get<OpenPolicy>().ForAsync(nurse, PolicyKind.AccessControl, null, default))!.AcknowledgedAt.ShouldBeNull();

        await portal.Database.RunAsync(DatabaseRole.Owner, "UPDATE policies.versions SET signed_by = gen_random_uuid() WHERE id = $1", version.Id);
        (await desk.AcknowledgeAsync(await desk.SomebodyAsync(Role.Nurse), version.Id)).ShouldBe(AcknowledgeResult.Altered);
    }

    [Fact]
    public async Task Patients_are_refused() =>
        await Should.ThrowAsync<UnauthorizedAccessException>(() => desk.AcknowledgeAsync(Desk.Of(Role.Patient), Guid.NewGuid()));
}

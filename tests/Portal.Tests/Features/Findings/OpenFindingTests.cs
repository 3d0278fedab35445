using Portal.Features.Findings;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;
using Portal.Tests.Features.Patients;

namespace Portal.Tests.Features.Findings;

[Trait("Norm", "164.312(b)")]
public sealed class OpenFindingTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly FindingRows rows = new(portal);

    [Fact]
    public async Task A_finding_comes_with_its_entries_and_its_reading_names_their_patients()
    {
        var (nurse, officer, patient) = (People.In(Role.Nurse), People.In(Role.ComplianceOfficer), PatientId.New());
        var entry = await rows.EntryAsync(nurse, patient);
        var finding = await rows.RaiseAsync(account: nurse.Account, entries: [entry.Id.Value, Guid.NewGuid()]);

        var view = (await OpenAsync(officer, finding.Id)).ShouldNotBeNull();

        view.Entries.ShouldHaveSingleItem().Id.ShouldBe(entry.Id);
        (view.IsOwn, view.Item.Account).ShouldBe((false, nurse.Account));
        (await EntriesAsync(finding.Id, officer)).ShouldHaveSingleItem().Patients.ShouldBe([patient]);
    }

    [Fact]
    public async Task It_says_whose_own_it_is()
    {
        var officer = People.In(Role.ComplianceOfficer);
        var finding = await rows.RaiseAsync(FindingKind.Export, officer.Account);

        (await OpenAsync(officer, finding.Id))!.IsOwn.ShouldBeTrue();
        (await OpenAsync(People.In(Role.Auditor), finding.Id))!.IsOwn.ShouldBeFalse();
        (await OpenAsync(officer, Guid.NewGuid())).ShouldBeNull();
    }

    [Fact]
    public async Task Others_are_refused_with_an_entry()
    {
        var (clerk, finding) = (People.In(Role.BillingClerk), await rows.RaiseAsync());

        await Should.ThrowAsync<UnauthorizedAccessException>(() => OpenAsync(clerk, finding.Id));

        (await EntriesAsync(finding.Id, clerk)).ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
    }

    private Task<FindingView?> OpenAsync(Actor actor, Guid id) => portal.Get<OpenFinding>().ForAsync(actor, id, default);

    private Task<IReadOnlyList<AuditEntry>> EntriesAsync(Guid finding, Actor actor) =>
        new Identity.People(portal).EntriesAsync(e => e.ResourceId == finding && e.Account == actor.Account);
}

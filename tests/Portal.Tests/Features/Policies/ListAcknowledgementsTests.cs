using Portal.Features.Policies;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Policies;

[Trait("Norm", "164.316(b)(2)(ii)")]
public sealed class ListAcknowledgementsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Desk desk = new(portal);

    [Fact]
    public async Task Those_whom_it_concerns_now_stand_there_who_has_not_read_it_first()
    {
        var (officer, nurse, clinician) = (await desk.SomebodyAsync(Role.ComplianceOfficer), await desk.SomebodyAsync(Role.Nurse), await desk.SomebodyAsync(Role.Clinician));
        var (clerk, gone) = (await desk.SomebodyAsync(Role.BillingClerk), await desk.SomebodyAsync(Role.Nurse));
        await desk.People.DisableAsync(gone.Account!.Value);
        var version = await desk.SignedAsync(officer, PolicyKind.BreakGlass);
        await desk.AcknowledgeAsync(nurse, version.Id);

        var list = await ListAsync(officer);

        list.Version!.Id.ShouldBe(version.Id);
        list.People[0].ShouldBe(new AcknowledgingPerson(clinician.Account!.Value, "Test Person", Role.Clinician, null, IsSigner: false));
        list.People.Select(person => person.Account).ShouldBe([clinician.Account.Value, nurse.Account!.Value, officer.Account!.Value], ignoreOrder: true);
        list.People.Single(person => person.Account == officer.Account).IsSigner.ShouldBeTrue();
        list.People.ShouldNotContain(person => person.Account == clerk.Account || person.Account == gone.Account);

        // An auditor sees no names of staff; each look is an entry.
        var auditor = Desk.Of(Role.Auditor);
        (await ListAsync(auditor)).People.ShouldAllBe(person => person.Name == null);
        (await desk.EntriesAsync(auditor)).ShouldHaveSingleItem().Reason.ShouldBe("policy-acknowledgements");
        (await desk.EntriesAsync(officer)).ShouldContain(entry => entry.Reason == "policy-acknowledgements" && entry.ResourceId == version.Id);
    }

    [Theory]
    [InlineData(Role.Clinician)]
    [InlineData(Role.Administrator)]
    public async Task Others_are_refused_with_an_entry(Role role)
    {
        var somebody = Desk.Of(role);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => ListAsync(somebody));
        (await desk.EntriesAsync(somebody)).ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
    }

    private Task<AcknowledgementList> ListAsync(Actor actor) => portal.Get<ListAcknowledgements>().ForAsync(actor, PolicyKind.BreakGlass, default);
}

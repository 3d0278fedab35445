using Portal.Features.Patients;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Patients;

public sealed class OpenRegistrationTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    [Trait("Norm", "164.502(b), .514(d)")]
    public async Task The_desk_sees_who_a_patient_is_and_neither_chart_nor_bills()
    {
        var desk = People.In(Role.FrontDesk);
        var patient = await SamplePatients.AddAsync(portal, assignTo: null);

        var view = await portal.Get<OpenRegistration>().ForAsync(desk, Purpose.Operations, patient, default);

        view!.Name.ValueOrDefault!.ForLists().ShouldBe("Müller, Zoë");
        view.Mrn.ValueOrDefault.ShouldBe("MRN-4711");
        (await portal.Get<OpenRecord>().ForAsync(desk, Purpose.Operations, patient, default)).ShouldBeNull();
        (await portal.Get<OpenBillingRecord>().ForAsync(desk, Purpose.Operations, patient, default)).ShouldBeNull();
        (await portal.Get<OpenRegistration>().ForAsync(desk, Purpose.Treatment, patient, default)).ShouldBeNull();
        (await portal.Get<OpenRegistration>().ForAsync(desk, Purpose.Operations, PatientId.New(), default)).ShouldBeNull();
    }

    [Theory]
    [InlineData(Role.Clinician)]
    [InlineData(Role.Nurse)]
    [InlineData(Role.BillingClerk)]
    [InlineData(Role.Administrator)]
    [InlineData(Role.Patient)]
    [Trait("Norm", "164.502(b), .514(d)")]
    public async Task Nobody_but_the_desk_opens_the_desks_view(Role role)
    {
        var actor = People.In(role);
        var patient = await SamplePatients.AddAsync(portal, actor.Account, observations: 0);

        (await portal.Get<OpenRegistration>().ForAsync(actor, Purpose.Operations, patient, default)).ShouldBeNull();
    }

    [Fact]
    public async Task The_desk_finds_and_lists_every_patient_and_a_nurse_those_in_her_care()
    {
        var (desk, nurse) = (People.In(Role.FrontDesk), People.In(Role.Nurse));
        var hers = await SamplePatients.AddAsync(portal, nurse.Account, new("Quintanilla", "Ana"), observations: 0);
        var other = await SamplePatients.AddAsync(portal, assignTo: null, new("Quintanilla", "Eva"), observations: 0);

        (await FindAsync(desk, Purpose.Operations)).ShouldBe([hers, other], ignoreOrder: true);
        (await FindAsync(nurse, Purpose.Treatment)).ShouldBe([hers]);
        var listed = await portal.Get<ListMyPatients>().ForAsync(desk, Purpose.Operations, null, default);
        listed.Items.Select(item => item.Id).ShouldContain(other);
        (await portal.Get<ListMyPatients>().ForAsync(nurse, Purpose.Treatment, null, default)).Items.ShouldHaveSingleItem().Id.ShouldBe(hers);
    }

    private async Task<IReadOnlyList<PatientId>> FindAsync(Actor actor, Purpose purpose) =>
        [.. (await portal.Get<SearchPatients>().ForAsync(actor, purpose, "quintanilla", null, default)).Items.Select(item => item.Id)];
}

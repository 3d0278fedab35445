using Portal.Features.Patients;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Patients;

public sealed class OpenBillingRecordTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    [Trait("Norm", "164.502(b), .514(d)")]
    public async Task A_billing_clerk_sees_demographics_and_covers()
    {
        var patient = await SamplePatients.AddAsync(portal, assignTo: null);

        var view = await portal.Get<OpenBillingRecord>().ForAsync(People.BillingClerk(), Purpose.Payment, patient, default);

        view!.Name.ValueOrDefault!.ForLists().ShouldBe("Müller, Zoë");
        view.BirthDate.ValueOrDefault.ShouldBe(new DateOnly(1980, 2, 29));
        view.Claims.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_patient_who_does_not_exist_is_not_found() =>
        (await portal.Get<OpenBillingRecord>().ForAsync(People.BillingClerk(), Purpose.Payment, PatientId.New(), default)).ShouldBeNull();

    [Theory]
    [InlineData(Role.Clinician)]
    [InlineData(Role.Administrator)]
    [InlineData(Role.Patient)]
    [Trait("Norm", "164.502(b), .514(d)")]
    public async Task Nobody_but_billing_opens_the_billing_view(Role role)
    {
        var actor = People.In(role);
        var patient = await SamplePatients.AddAsync(portal, actor.Account);

        (await portal.Get<OpenBillingRecord>().ForAsync(actor, Purpose.Payment, patient, default)).ShouldBeNull();
    }
}

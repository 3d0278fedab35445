using FluentValidation;
using Portal.Features.Patients.Charting;
using Portal.Features.Patients.Charting.Content;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Patients.Charting;

public sealed class AddPrescriptionTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Charts charts = new(portal);

    [Fact]
    public async Task A_prescription_shows_in_the_record_with_who_prescribed_it()
    {
        var account = (await new Identity.People(portal).NewAsync()).Id;
        var clinician = Actor.Person(account, Role.Clinician, SessionId.New(), Origin.Local);
        var patient = await SamplePatients.AddAsync(portal, account, observations: 0);

        await AddAsync(clinician, patient, charts.Order());

        var order = (await charts.OpenAsync(clinician, patient)).Medications.ShouldHaveSingleItem();
        order.Code.ValueOrDefault!.Display.ShouldBe("Metformin 500 mg");
        var details = order.Details.ValueOrDefault!;
        (details.Status, details.Intent, details.Dosage, details.Requester, details.Reason).ShouldBe(("active", "order", "One tablet a day", "Test Person", "Diabetes"));
    }

    [Fact]
    [Trait("Norm", "164.308(a)(4)")]
    public async Task A_nurse_neither_prescribes_nor_corrects_a_prescription()
    {
        var nurse = People.In(Role.Nurse);
        var (clinician, patient) = await charts.InCareAsync();
        await SamplePatients.AssignAsync(portal, patient, nurse.Account!.Value);
        var order = (await AddAsync(clinician, patient, charts.Order()))!.Value;

        (await AddAsync(nurse, patient, charts.Order())).ShouldBeNull();
        (await charts.CorrectAsync(nurse, patient, order, 1, charts.Order("Ten tablets a day"))).Outcome.ShouldBe(CorrectionOutcome.NotFound);

        (await charts.EntriesAsync(patient, AuditAction.Create, AuditAction.Update)).Where(entry => entry.Account == nurse.Account)
            .ShouldAllBe(entry => entry.Outcome == AuditOutcome.Denied && entry.Reason == "NotPermitted" && entry.Resource == AuditResource.MedicationRequest);
        (await charts.CorrectAsync(clinician, patient, order, 1, charts.Order() with { Status = "stopped" })).Outcome.ShouldBe(CorrectionOutcome.Corrected);
    }

    [Fact]
    public async Task A_new_prescription_says_how_to_take_it()
    {
        var refusal = await Should.ThrowAsync<ValidationException>(() => AddAsync(People.Clinician(), PatientId.New(), charts.Order("") with { Status = "given" }));

        refusal.Errors.Select(error => error.PropertyName).ShouldBe(["Content.Status", "Content.Dosage"]);
    }

    private Task<Guid?> AddAsync(Actor actor, PatientId patient, PrescriptionContent content) =>
        portal.Get<AddPrescription>().ForAsync(actor, Purpose.Treatment, patient, new AddPrescriptionInput(Guid.NewGuid(), content), default);
}

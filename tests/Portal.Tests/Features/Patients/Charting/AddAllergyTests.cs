using FluentValidation;
using Portal.Features.Patients.Charting;
using Portal.Features.Patients.Charting.Content;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Patients.Charting;

public sealed class AddAllergyTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Charts charts = new(portal);

    [Fact]
    public async Task An_allergy_is_in_the_banner_until_it_is_marked_as_entered_in_error()
    {
        var (nurse, patient) = await charts.InCareAsync(Role.Nurse);
        var id = (await AddAsync(nurse, patient, charts.Allergy()))!.Value;
        (await charts.OpenAsync(nurse, patient)).Banner.Allergies.ShouldHaveSingleItem().Details.ValueOrDefault!.Reactions.ShouldBe(["Anaphylaxis"]);

        var marked = await portal.Get<CorrectEntry>().ForAsync(
            nurse, Purpose.Treatment, patient, new CorrectEntryInput(EntryKind.Allergy, id, 1, null, EnteredInError: true, "Of another patient."), default);

        marked.ShouldBe(new Correction(CorrectionOutcome.Corrected, 2));
        (await charts.OpenAsync(nurse, patient)).Banner.Allergies.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_allergy_that_is_not_in_order_says_which_field_it_is()
    {
        var refusal = await Should.ThrowAsync<ValidationException>(() => AddAsync(
            People.Clinician(), PatientId.New(), charts.Allergy("deadly") with { ClinicalStatus = "", Reactions = ["Rash", ""], VerificationStatus = "entered-in-error" }));

        refusal.Errors.Select(error => error.PropertyName).Distinct().ShouldBe(
            ["Content.ClinicalStatus", "Content.Criticality", "Content.VerificationStatus", "Content.Reactions[1]"]);
    }

    private Task<Guid?> AddAsync(Actor actor, PatientId patient, AllergyContent content) =>
        portal.Get<AddAllergy>().ForAsync(actor, Purpose.Treatment, patient, new AddAllergyInput(Guid.NewGuid(), content), default);
}

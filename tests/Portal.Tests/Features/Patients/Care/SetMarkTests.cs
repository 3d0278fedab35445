using FluentValidation;
using Portal.Features.Patients;
using Portal.Features.Patients.Care;
using Portal.Features.Patients.Care.Marks;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Patients.Care;

[Trait("Norm", "164.502(b), .514(d)")]
public sealed class SetMarkTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly CareScene scene = new(portal);

    [Fact]
    public async Task The_mark_is_shown_to_whoever_opens_the_record_and_audited()
    {
        var (clinician, patient) = await scene.TeamAsync();

        (await scene.MarkAsync(clinician, patient, SensitiveKind.MentalHealth)).ShouldBe(CareOutcome.Done);

        var record = await portal.Get<OpenRecord>().ForAsync(clinician, Purpose.Treatment, patient, default);
        record!.Banner.Marks.ShouldHaveSingleItem().Kind.ValueOrDefault.ShouldBe(SensitiveKind.MentalHealth);
        (await scene.EntriesAsync(patient, AuditAction.Create, AuditResource.SensitiveMark)).ShouldBe([(AuditOutcome.Allowed, null)]);
    }

    [Fact]
    public async Task One_of_each_kind_is_enough()
    {
        var (clinician, patient) = await scene.TeamAsync();

        await scene.MarkAsync(clinician, patient, SensitiveKind.Vip);
        (await scene.MarkAsync(clinician, patient, SensitiveKind.Vip)).ShouldBe(CareOutcome.Already);
        (await scene.MarkAsync(clinician, patient, SensitiveKind.Genetic)).ShouldBe(CareOutcome.Done);

        (await scene.MarksAsync(patient)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Who_was_referred_to_sets_no_mark_and_neither_does_a_nurse_of_the_team()
    {
        var (clinician, patient) = await scene.TeamAsync();
        var colleague = await scene.PersonAsync();
        await scene.ReferAsync(clinician, patient, colleague);
        var nurse = People.In(Role.Nurse);
        await SamplePatients.AssignAsync(portal, patient, nurse.Account!.Value);

        (await scene.MarkAsync(colleague, patient)).ShouldBe(CareOutcome.NotFound);
        (await scene.MarkAsync(nurse, patient)).ShouldBe(CareOutcome.NotFound);
        (await scene.MarksAsync(patient)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(SensitiveKind.None)]
    [InlineData((SensitiveKind)77)]
    public async Task A_kind_must_be_chosen(SensitiveKind kind) =>
        await Should.ThrowAsync<ValidationException>(() => scene.MarkAsync(People.Clinician(), Portal.Kernel.PatientId.New(), kind));
}

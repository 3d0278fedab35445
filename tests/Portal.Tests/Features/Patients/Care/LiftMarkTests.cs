using Portal.Features.Patients.Care;
using Portal.Features.Patients.Care.Marks;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Patients.Care;

public sealed class LiftMarkTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly CareScene scene = new(portal);

    [Fact]
    public async Task Once_lifted_the_record_is_open_again_to_whom_it_was_referred()
    {
        var (clinician, patient) = await scene.TeamAsync();
        var colleague = await scene.PersonAsync();
        await scene.ReferAsync(clinician, patient, colleague);
        await scene.MarkAsync(clinician, patient);
        var mark = (await scene.MarksAsync(patient)).Single().Id;

        (await LiftAsync(clinician, patient, mark)).ShouldBe(CareOutcome.Done);

        (await scene.OpensAsync(colleague, patient)).ShouldBeTrue();
        (await LiftAsync(clinician, patient, mark)).ShouldBe(CareOutcome.NotFound);
    }

    [Fact]
    [Trait("Norm", "7.5.3")]
    public async Task Lifting_wants_a_fresh_factor_and_the_team()
    {
        var (clinician, patient) = await scene.TeamAsync();
        await scene.MarkAsync(clinician, patient);
        var mark = (await scene.MarksAsync(patient)).Single().Id;
        (await LiftAsync(await scene.PersonAsync(), patient, mark)).ShouldBe(CareOutcome.NotFound);
        portal.Clock.Advance(TimeSpan.FromMinutes(6));

        await Should.ThrowAsync<StepUpRequiredException>(() => LiftAsync(clinician, patient, mark));

        (await scene.MarksAsync(patient)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_mark_of_another_patient_stays()
    {
        var (clinician, patient) = await scene.TeamAsync();
        var other = await SamplePatients.AddAsync(portal, clinician.Account, observations: 0);
        await scene.MarkAsync(clinician, other);

        (await LiftAsync(clinician, patient, (await scene.MarksAsync(other)).Single().Id)).ShouldBe(CareOutcome.NotFound);

        (await scene.MarksAsync(other)).ShouldHaveSingleItem();
    }

    private Task<CareOutcome> LiftAsync(Actor actor, PatientId patient, Guid mark) => portal.Get<LiftMark>().ForAsync(actor, Purpose.Treatment, patient, mark, default);
}

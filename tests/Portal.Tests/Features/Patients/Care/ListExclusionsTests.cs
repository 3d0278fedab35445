using Portal.Features.Patients.Care.Exclusions;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Patients.Care;

public sealed class ListExclusionsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly CareScene scene = new(portal);

    [Fact]
    public async Task A_patient_chooses_among_those_who_had_to_do_with_the_record()
    {
        var (clinician, patient) = await scene.TeamAsync();
        var (colleague, stranger) = (await scene.PersonAsync(), await scene.PersonAsync());
        await scene.ReferAsync(clinician, patient, colleague, days: 1);
        portal.Clock.Advance(TimeSpan.FromDays(2));
        await scene.OpensAsync(stranger, patient); // refused: it had nothing to do with the record
        var myself = await scene.PersonAsync(Role.Patient, patient);

        (await ListAsync(myself, patient))!.Known.Select(one => one.Account).ShouldBe([clinician.Account!.Value, colleague.Account!.Value], ignoreOrder: true);
        await scene.ExcludeAsync(myself, patient, colleague);

        var view = (await ListAsync(myself, patient))!;
        view.Known.Select(one => one.Account).ShouldBe([clinician.Account!.Value]);
        view.Excluded.ShouldHaveSingleItem().ShouldBe(new ExcludedPerson(colleague.Account!.Value, "Test Person", portal.Clock.GetUtcNow()));
        view.IsDamaged.ShouldBeFalse();
    }

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task An_exclusion_that_was_altered_is_told_as_damaged()
    {
        var (clinician, patient) = await scene.TeamAsync();
        var myself = await scene.PersonAsync(Role.Patient, patient);
        await scene.ExcludeAsync(myself, patient, clinician);
        await portal.Database.AsSuperuserAsync("UPDATE care.exclusions SET since = since - interval '1 day' WHERE patient_id = $1", patient.Value);

        var view = (await ListAsync(myself, patient))!;

        (view.IsDamaged, view.Excluded.Count).ShouldBe((true, 0));
    }

    [Fact]
    public async Task Nobody_sees_the_list_of_another()
    {
        var (clinician, patient) = await scene.TeamAsync();
        var (another, _) = await scene.SelfAsync();

        (await ListAsync(another, patient)).ShouldBeNull();
        (await ListAsync(clinician, patient)).ShouldBeNull();
    }

    private Task<ExclusionsView?> ListAsync(Actor actor, PatientId patient) => portal.Get<ListExclusions>().ForAsync(actor, Purpose.PatientRequest, patient, default);
}

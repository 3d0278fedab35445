using Portal.Features.Patients;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Patients;

public sealed class OpenRecordTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task A_record_shows_its_banner_and_its_results_from_newest_to_oldest()
    {
        var clinician = People.Clinician();
        var patient = await SamplePatients.AddAsync(portal, clinician.Account, observations: 3);

        var record = await portal.Get<OpenRecord>().ForAsync(clinician, Purpose.Treatment, patient, default);

        // Born on 29 February 1980; the clock of these tests stands in March 2026.
        record!.Banner.AgeYears.ShouldBe(46);
        record.Banner.Mrn.ValueOrDefault.ShouldBe("MRN-4711");
        record.Observations.Count.ShouldBe(3);
        record.Observations.Select(item => item.At).ShouldBeInOrder(SortDirection.Descending);
        record.Observations[0].Details.ValueOrDefault!.Value.ShouldBe(72);
    }

    [Fact]
    public async Task A_record_holds_the_rows_of_its_own_patient_alone()
    {
        var clinician = People.Clinician();
        var one = await SamplePatients.AddAsync(portal, clinician.Account, observations: 1);
        await SamplePatients.AddAsync(portal, clinician.Account, observations: 4);

        var record = await portal.Get<OpenRecord>().ForAsync(clinician, Purpose.Treatment, one, default);

        record!.Observations.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_patient_who_does_not_exist_and_one_who_may_not_be_opened_give_the_same_answer()
    {
        var clinician = People.Clinician();
        var outOfReach = await SamplePatients.AddAsync(portal, assignTo: null);

        (await portal.Get<OpenRecord>().ForAsync(clinician, Purpose.Treatment, outOfReach, default)).ShouldBeNull();
        (await portal.Get<OpenRecord>().ForAsync(clinician, Purpose.Treatment, PatientId.New(), default)).ShouldBeNull();
    }
}

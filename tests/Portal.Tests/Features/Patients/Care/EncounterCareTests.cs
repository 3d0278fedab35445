using Portal.Features.Patients.Care;
using Portal.Features.Patients.Import;
using Portal.Kernel;

namespace Portal.Tests.Features.Patients.Care;

public sealed class EncounterCareTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly Guid Practitioner = Guid.NewGuid();
    private static readonly (AccountId First, AccountId Second) Accounts = (AccountId.New(), AccountId.New());
    private static readonly PatientId Patient = PatientId.New();

    private static readonly Dictionary<Guid, IReadOnlyList<AccountId>> Linked = new() { [Practitioner] = [Accounts.First, Accounts.Second] };

    [Fact]
    public void Encounters_of_now_tie_those_who_took_part_and_older_ones_nobody()
    {
        var ties = EncounterCare.TiesOf([At(-5, -5), At(-400, -400)], Linked, Now);

        ties.Select(tie => (tie.AccountId, tie.PatientId, tie.Source, tie.Start, tie.End)).ShouldBe(
        [
            (Accounts.First, Patient, CareSource.Encounter, Now.AddDays(-35), Now.AddDays(25)),
            (Accounts.Second, Patient, CareSource.Encounter, Now.AddDays(-35), Now.AddDays(25)),
        ]);
    }

    [Fact]
    public void Several_encounters_with_one_patient_are_one_tie_over_all_of_them() =>
        EncounterCare.TiesOf([At(-20, -20), At(-3, 2), At(10, 11)], Linked, Now).Select(tie => (tie.Start, tie.End)).Distinct()
            .ShouldHaveSingleItem().ShouldBe((Now.AddDays(-50), Now.AddDays(41)));

    [Fact]
    public void An_encounter_that_still_goes_on_ties_from_now_thirty_days_on() =>
        EncounterCare.TiesOf([At(-100, null)], Linked, Now)[0].End.ShouldBe(Now.AddDays(30));

    [Fact]
    public void A_practitioner_without_an_account_ties_nobody() =>
        EncounterCare.TiesOf([At(-1, 0) with { Practitioner = Guid.NewGuid() }], Linked, Now).ShouldBeEmpty();

    [Fact]
    public void An_encounter_that_ended_thirty_days_ago_to_the_moment_ties_nobody() => EncounterCare.TiesOf([At(-31, -30)], Linked, Now).ShouldBeEmpty();

    private static Attendance At(int start, int? end) => new(Patient, Practitioner, Now.AddDays(start), end is { } day ? Now.AddDays(day) : null);
}

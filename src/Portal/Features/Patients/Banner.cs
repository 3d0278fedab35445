using Portal.Data;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Registration;

namespace Portal.Features.Patients;

/// <summary>Makes the banner of an opened record.</summary>
internal static class Banner
{
    private static readonly string[] ByCriticality = ["high", "unable-to-assess", "low"];

    public static BannerView Of(Access access, Patient patient, IReadOnlyList<ChartItem<AllergyDetails>> allergies, DateOnly today)
    {
        var birth = access.Reveal(patient, patient.BirthDate);
        var deceased = access.Reveal(patient, patient.Deceased);
        var until = deceased.HasValue ? DateOnly.FromDateTime(deceased.ValueOrDefault.UtcDateTime) : today;
        return new BannerView(
            new Kernel.PatientId(patient.Id), // the one asked for; the other column may have been altered
            access.Reveal(patient, patient.Name),
            birth,
            birth.HasValue ? FullYears(birth.ValueOrDefault, until) : null,
            access.Reveal(patient, patient.Sex),
            access.Reveal(patient, patient.Mrn),
            deceased,
            [.. allergies.Where(StillHolds).OrderBy(Rank)]);
    }

    /// <summary>Full years of age; somebody born on 29 February has her birthday on 1 March in other years.</summary>
    public static int FullYears(DateOnly birth, DateOnly on)
    {
        var years = on.Year - birth.Year;
        return (on.Month, on.Day).CompareTo((birth.Month, birth.Day)) < 0 ? years - 1 : years;
    }

    // An unreadable allergy stays in the banner: leaving it out could harm the patient.
    private static bool StillHolds(ChartItem<AllergyDetails> allergy) =>
        allergy is { IsInError: false } && allergy.Details.ValueOrDefault?.ClinicalStatus is not ("resolved" or "inactive");

    private static int Rank(ChartItem<AllergyDetails> allergy) =>
        allergy.Details.IsDamaged ? -1 : Array.IndexOf(ByCriticality, allergy.Details.ValueOrDefault?.Criticality) is var at && at < 0 ? ByCriticality.Length : at;
}

using Portal.Features.Patients.Chart;

namespace Portal.Features.Patients.Demo.Terms;

/// <summary>A short illness that ends.</summary>
internal sealed record AcuteTerm(Coding Code, string Words, int Days, double Fever, MedicineTerm Medicine, MedicineTerm? InsteadOfPenicillin = null)
{
    public MedicineTerm For(DemoPerson person) =>
        Medicine.IsPenicillin && person.Allergies.Any(allergy => allergy.IsPenicillin) ? InsteadOfPenicillin! : Medicine;
}

/// <summary>The short illnesses of the invented charts.</summary>
internal static class AcuteTerms
{
    private static readonly AcuteTerm[] OfBoth =
    [
        new(Systems.Snomed("43878008", "Streptococcal sore throat"), "sore throat", 9, 1.6, MedicineTerms.Amoxicillin, MedicineTerms.Azithromycin),
        new(Systems.Snomed("10509002", "Acute bronchitis"), "cough", 14, 0.9, MedicineTerms.Acetaminophen),
        new(Systems.Snomed("444814009", "Viral sinusitis"), "blocked nose and facial pain", 12, 0.7, MedicineTerms.Acetaminophen),
        new(Systems.Snomed("44465007", "Sprain of ankle"), "painful ankle", 28, 0, MedicineTerms.Acetaminophen),
    ];

    private static readonly AcuteTerm[] OfWomen =
        [.. OfBoth, new(Systems.Snomed("68566005", "Urinary tract infectious disease"), "pain when passing water", 7, 0.3, MedicineTerms.Nitrofurantoin)];

    public static AcuteTerm Draw(DemoPerson person, DateTimeOffset at) =>
        person.Random.ArrayElement(person.IsFemale && person.AgeAt(at) >= 18 ? OfWomen : OfBoth);
}

using Bogus;
using Portal.Features.Patients.Chart;

namespace Portal.Features.Patients.Demo.Terms;

internal sealed record AllergyTerm(Coding Code, string Type, string Category, string Criticality, string[] Reactions, bool IsPenicillin = false);

/// <summary>The allergies of the invented charts.</summary>
internal static class AllergyTerms
{
    private const double Share = 0.31;

    private static readonly AllergyTerm[] All =
    [
        new(Systems.Snomed("91936005", "Allergy to penicillin"), "allergy", "medication", "high", ["Urticaria", "Angioedema"], IsPenicillin: true),
        new(Systems.Snomed("91935009", "Allergy to peanut"), "allergy", "food", "high", ["Anaphylaxis"]),
        new(Systems.Snomed("300913006", "Shellfish allergy"), "allergy", "food", "high", ["Wheal", "Vomiting"]),
        new(Systems.Snomed("418689008", "Allergy to grass pollen"), "allergy", "environment", "low", ["Sneezing", "Itching of eye"]),
        new(Systems.Snomed("232350006", "House dust mite allergy"), "allergy", "environment", "low", ["Nasal congestion"]),
        new(Systems.Snomed("232347008", "Dander (animal) allergy"), "allergy", "environment", "low", ["Sneezing"]),
        new(Systems.Snomed("424213003", "Allergy to bee venom"), "allergy", "environment", "high", ["Local swelling", "Dyspnea"]),
        new(Systems.Snomed("300916003", "Latex allergy"), "allergy", "environment", "unable-to-assess", ["Contact dermatitis"]),
        new(Systems.Words("Sulfonamide antibiotics"), "allergy", "medication", "high", ["Maculopapular rash"]),
        new(Systems.Words("Lactose"), "intolerance", "food", "low", ["Abdominal bloating"]),
    ];

    /// <summary>One of high criticality for the record that the demo patient sees.</summary>
    public static IReadOnlyList<AllergyTerm> OfTheDemoPatient => [All[0]];

    public static IReadOnlyList<AllergyTerm> Draw(Randomizer random) =>
        random.Double() < Share ? random.ArrayElements(All, random.Bool(0.3f) ? 2 : 1) : [];
}

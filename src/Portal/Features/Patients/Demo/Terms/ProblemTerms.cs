using Bogus;
using Portal.Features.Patients.Chart;

namespace Portal.Features.Patients.Demo.Terms;

/// <summary>A lasting problem: who has it, what is taken for it, and how it shifts what is measured.</summary>
/// <param name="Code">What it is.</param>
/// <param name="Words">How a note calls it.</param>
/// <param name="FromAge">Full years from which it is invented.</param>
/// <param name="Chance">Share of men (and of women, unless <paramref name="FemaleChance"/> says otherwise) of that age.</param>
/// <param name="Medicines">What is taken for it.</param>
/// <param name="Shifts">How it moves a measure, in the measure's unit, before treatment.</param>
/// <param name="FemaleChance">Share of women.</param>
/// <param name="WithObesity">By what the chance is multiplied in obesity.</param>
internal sealed record ProblemTerm(
    Coding Code,
    string Words,
    int FromAge,
    double Chance,
    IReadOnlyList<MedicineTerm> Medicines,
    IReadOnlyList<(Measure Measure, double By)> Shifts,
    double? FemaleChance = null,
    double WithObesity = 1)
{
    public double ChanceFor(bool isFemale, bool isObese) => (isFemale ? FemaleChance ?? Chance : Chance) * (isObese ? WithObesity : 1);
}

/// <summary>The lasting problems of the invented charts.</summary>
internal static class ProblemTerms
{
    public static readonly ProblemTerm Obesity = new(
        Systems.Snomed("162864005", "Body mass index 30+ - obesity"), "obesity", 18, 0.24, [],
        [(Measures.Bmi, 9), (Measures.Systolic, 4), (Measures.Triglycerides, 25), (Measures.Hdl, -4)]);

    public static readonly ProblemTerm Hypertension = new(
        Systems.Snomed("59621000", "Essential hypertension"), "hypertension", 35, 0.34, [MedicineTerms.Lisinopril, MedicineTerms.Amlodipine],
        [(Measures.Systolic, 34), (Measures.Diastolic, 17)], WithObesity: 1.6);

    public static readonly ProblemTerm Diabetes = new(
        Systems.Snomed("44054006", "Diabetes mellitus type 2"), "type 2 diabetes", 38, 0.13, [MedicineTerms.Metformin],
        [(Measures.HbA1c, 3.2), (Measures.Glucose, 92), (Measures.Triglycerides, 45), (Measures.Bmi, 2)], WithObesity: 2.4);

    public static readonly ProblemTerm Hyperlipidemia = new(
        Systems.Snomed("55822004", "Hyperlipidemia"), "hyperlipidemia", 35, 0.28, [MedicineTerms.Atorvastatin],
        [(Measures.Ldl, 72), (Measures.Triglycerides, 60), (Measures.Hdl, -5)], WithObesity: 1.5);

    public static readonly ProblemTerm KidneyDisease = new(
        Systems.Snomed("433144002", "Chronic kidney disease stage 3"), "chronic kidney disease stage 3", 60, 0.08, [],
        [(Measures.Creatinine, 1.0), (Measures.Potassium, 0.7), (Measures.Hemoglobin, -1.2)]);

    public static readonly ProblemTerm Hypothyroidism = new(
        Systems.Snomed("40930008", "Hypothyroidism"), "hypothyroidism", 25, 0.03, [MedicineTerms.Levothyroxine],
        [(Measures.Tsh, 7.5), (Measures.HeartRate, -5)], FemaleChance: 0.11);

    public static readonly ProblemTerm Anemia = new(
        Systems.Snomed("87522002", "Iron deficiency anemia"), "iron deficiency anemia", 18, 0.02, [MedicineTerms.Iron],
        [(Measures.Hemoglobin, -4.2), (Measures.HeartRate, 7)], FemaleChance: 0.1);

    public static readonly ProblemTerm Lung = new(
        Systems.Snomed("13645005", "Chronic obstructive lung disease"), "chronic obstructive lung disease", 55, 0.09, [MedicineTerms.Tiotropium, MedicineTerms.Albuterol],
        [(Measures.Oxygen, -5.5)]);

    public static readonly ProblemTerm Heart = new(
        Systems.Snomed("53741008", "Coronary arteriosclerosis"), "coronary artery disease", 58, 0.12, [MedicineTerms.Aspirin, MedicineTerms.Metoprolol],
        [(Measures.Ldl, 25), (Measures.HeartRate, -8)], FemaleChance: 0.07);

    /// <summary>All, in the order of drawing: obesity first, because others hang on it.</summary>
    public static readonly IReadOnlyList<ProblemTerm> All =
    [
        Obesity, Hypertension, Diabetes, Hyperlipidemia, KidneyDisease, Hypothyroidism, Anemia, Lung, Heart,
        new(Systems.Snomed("49436004", "Atrial fibrillation"), "atrial fibrillation", 65, 0.1, [MedicineTerms.Apixaban], [(Measures.HeartRate, 16)]),
        new(Systems.Snomed("195967001", "Asthma"), "asthma", 4, 0.09, [MedicineTerms.Fluticasone, MedicineTerms.Albuterol], [(Measures.Oxygen, -1)]),
        new(Systems.Snomed("61582004", "Allergic rhinitis"), "allergic rhinitis", 5, 0.11, [MedicineTerms.Cetirizine], []),
        new(Systems.Snomed("370143000", "Major depressive disorder"), "depression", 18, 0.08, [MedicineTerms.Sertraline], [], FemaleChance: 0.13),
        new(Systems.Snomed("235595009", "Gastroesophageal reflux disease"), "reflux disease", 25, 0.13, [MedicineTerms.Omeprazole], []),
        new(Systems.Snomed("239873007", "Osteoarthritis of knee"), "osteoarthritis of the knee", 50, 0.18, [MedicineTerms.Acetaminophen], []),
        new(Systems.Snomed("64859006", "Osteoporosis"), "osteoporosis", 62, 0.03, [MedicineTerms.Alendronate], [], FemaleChance: 0.2),
        new(Systems.Snomed("37796009", "Migraine"), "migraine", 16, 0.05, [MedicineTerms.Sumatriptan], [], FemaleChance: 0.14),
        new(Systems.Snomed("90560007", "Gout"), "gout", 40, 0.06, [MedicineTerms.Allopurinol], [], FemaleChance: 0.02),
    ];

    /// <summary>A full chart for the record that the demo patient sees.</summary>
    public static IReadOnlyList<ProblemTerm> OfTheDemoPatient { get; } = [Hypertension, Diabetes, Hyperlipidemia];

    public static IReadOnlyList<ProblemTerm> Draw(int age, bool isFemale, Randomizer random)
    {
        var drawn = new List<ProblemTerm>();
        foreach (var problem in All)
        {
            var chance = problem.ChanceFor(isFemale, drawn.Contains(Obesity));
            if (random.Double() < chance && age >= problem.FromAge + 1)
            {
                drawn.Add(problem);
            }
        }

        return drawn;
    }
}

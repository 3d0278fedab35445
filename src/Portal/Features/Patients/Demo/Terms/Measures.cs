using Portal.Features.Patients.Chart;

namespace Portal.Features.Patients.Demo.Terms;

/// <summary>Something measured: its usual value in healthy adults and how it differs from person to person and from visit to visit.</summary>
internal sealed record Measure(Coding Code, string Unit, int Decimals, double Male, double Female, double Person, double Visit, double Least, double Most);

/// <summary>What the invented charts measure.</summary>
internal static class Measures
{
    public static readonly Measure Systolic = new(Systems.Loinc("8480-6", "Systolic blood pressure"), "mm[Hg]", 0, 118, 113, 6, 4, 70, 220);
    public static readonly Measure Diastolic = new(Systems.Loinc("8462-4", "Diastolic blood pressure"), "mm[Hg]", 0, 75, 72, 4, 3, 40, 125);
    public static readonly Measure HeartRate = new(Systems.Loinc("8867-4", "Heart rate"), "/min", 0, 71, 74, 6, 4, 45, 160);
    public static readonly Measure Bmi = new(Systems.Loinc("39156-5", "Body mass index (BMI) [Ratio]"), "kg/m2", 1, 24.6, 23.8, 1.8, 0.25, 12, 55);
    public static readonly Measure Weight = new(Systems.Loinc("29463-7", "Body weight"), "kg", 1, 0, 0, 0, 0, 2, 250);
    public static readonly Measure Height = new(Systems.Loinc("8302-2", "Body height"), "cm", 1, 177, 164, 6, 0, 45, 210);
    public static readonly Measure Temperature = new(Systems.Loinc("8310-5", "Body temperature"), "Cel", 1, 36.7, 36.8, 0.12, 0.15, 35, 41);
    public static readonly Measure Oxygen = new(Systems.Loinc("59408-5", "Oxygen saturation in Arterial blood by Pulse oximetry"), "%", 0, 97.6, 97.8, 0.6, 0.6, 82, 100);

    public static readonly Measure HbA1c = new(Systems.Loinc("4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood"), "%", 1, 5.2, 5.2, 0.15, 0.1, 4, 13);
    public static readonly Measure Glucose = new(Systems.Loinc("2339-0", "Glucose [Mass/volume] in Blood"), "mg/dL", 0, 87, 85, 4, 4, 60, 380);
    public static readonly Measure Creatinine = new(Systems.Loinc("2160-0", "Creatinine [Mass/volume] in Serum or Plasma"), "mg/dL", 2, 0.95, 0.8, 0.08, 0.05, 0.4, 6);
    public static readonly Measure Sodium = new(Systems.Loinc("2951-2", "Sodium [Moles/volume] in Serum or Plasma"), "mmol/L", 0, 140, 140, 1.2, 1.2, 125, 155);
    public static readonly Measure Potassium = new(Systems.Loinc("2823-3", "Potassium [Moles/volume] in Serum or Plasma"), "mmol/L", 1, 4.3, 4.2, 0.2, 0.15, 2.8, 6.3);
    public static readonly Measure Cholesterol = new(Systems.Loinc("2093-3", "Cholesterol [Mass/volume] in Serum or Plasma"), "mg/dL", 0, 0, 0, 0, 0, 80, 450);
    public static readonly Measure Triglycerides = new(Systems.Loinc("2571-8", "Triglyceride [Mass/volume] in Serum or Plasma"), "mg/dL", 0, 105, 95, 14, 8, 35, 600);
    public static readonly Measure Ldl = new(Systems.Loinc("18262-6", "Cholesterol in LDL [Mass/volume] in Serum or Plasma by Direct assay"), "mg/dL", 0, 104, 100, 9, 5, 30, 300);
    public static readonly Measure Hdl = new(Systems.Loinc("2085-9", "Cholesterol in HDL [Mass/volume] in Serum or Plasma"), "mg/dL", 0, 49, 59, 4, 2, 20, 110);
    public static readonly Measure Hemoglobin = new(Systems.Loinc("718-7", "Hemoglobin [Mass/volume] in Blood"), "g/dL", 1, 15.3, 13.6, 0.5, 0.25, 6, 20);
    public static readonly Measure Leukocytes = new(Systems.Loinc("6690-2", "Leukocytes [#/volume] in Blood by Automated count"), "10*3/uL", 1, 6.8, 6.8, 0.9, 0.5, 2, 25);
    public static readonly Measure Platelets = new(Systems.Loinc("777-3", "Platelets [#/volume] in Blood by Automated count"), "10*3/uL", 0, 245, 260, 30, 12, 60, 700);
    public static readonly Measure Tsh = new(Systems.Loinc("3016-3", "Thyrotropin [Units/volume] in Serum or Plasma"), "m[IU]/L", 2, 1.9, 1.9, 0.4, 0.25, 0.05, 40);

    // The usual adult interval (MedlinePlus, "TSH test"); the portal's own table has none for it.
    private static readonly ReferenceRange TshRange = new(0.4m, 4.0m, null);

    /// <summary>The range that the invented laboratory prints.</summary>
    public static ReferenceRange? RangeOf(Measure measure, string? sex, int age) =>
        measure == Tsh ? TshRange : AdultReferenceRanges.For(measure.Code.Code, measure.Unit, sex, age);
}

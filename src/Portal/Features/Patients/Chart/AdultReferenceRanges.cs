using System.Collections.Frozen;

namespace Portal.Features.Patients.Chart;

/// <summary>Usual adult reference intervals by LOINC code, for results whose source gives no range of its own.</summary>
/// <remarks>
/// Rounded values of commonly published adult intervals (MedlinePlus "Laboratory tests" of the US National Library of Medicine;
/// blood pressure after the ACC/AHA guideline of 2017, lipids after NCEP ATP III, HbA1c and glucose after the ADA Standards of Care, body mass index after the WHO).
/// Laboratories differ: they orient the reader, never trigger anything, and do not apply to people under <see cref="FromAge"/>.
/// </remarks>
public static class AdultReferenceRanges
{
    /// <summary>The age in full years from which the ranges apply.</summary>
    public const int FromAge = 18;

    private static readonly FrozenDictionary<string, Row> Table = new Dictionary<string, Row>
    {
        ["8480-6"] = new("mm[Hg]", 90, 120),
        ["8462-4"] = new("mm[Hg]", 60, 80),
        ["8867-4"] = new("/min", 60, 100),
        ["9279-1"] = new("/min", 12, 20),
        ["8310-5"] = new("Cel", 36.1m, 37.5m),
        ["8331-1"] = new("Cel", 36.1m, 37.5m),
        ["2708-6"] = new("%", 95, 100),
        ["59408-5"] = new("%", 95, 100),
        ["39156-5"] = new("kg/m2", 18.5m, 24.9m),
        ["2339-0"] = new("mg/dL", 70, 99),
        ["2345-7"] = new("mg/dL", 70, 99),
        ["6299-2"] = new("mg/dL", 7, 20),
        ["3094-0"] = new("mg/dL", 7, 20),
        ["38483-4"] = new("mg/dL", 0.6m, 1.3m),
        ["2160-0"] = new("mg/dL", 0.6m, 1.3m),
        ["49765-1"] = new("mg/dL", 8.5m, 10.5m),
        ["17861-6"] = new("mg/dL", 8.5m, 10.5m),
        ["2947-0"] = new("mmol/L", 135, 145),
        ["2951-2"] = new("mmol/L", 135, 145),
        ["6298-4"] = new("mmol/L", 3.5m, 5.2m),
        ["2823-3"] = new("mmol/L", 3.5m, 5.2m),
        ["2069-3"] = new("mmol/L", 96, 106),
        ["2075-0"] = new("mmol/L", 96, 106),
        ["20565-8"] = new("mmol/L", 20, 29),
        ["2028-9"] = new("mmol/L", 20, 29),
        ["2093-3"] = new("mg/dL", null, 199),
        ["2571-8"] = new("mg/dL", null, 149),
        ["18262-6"] = new("mg/dL", null, 129),
        ["2085-9"] = new("mg/dL", 40, null, FemaleLow: 50),
        ["4548-4"] = new("%", 4, 5.6m),
        ["33914-3"] = new("mL/min/{1.73_m2}", 60, null, "mL/min"),
        ["718-7"] = new("g/dL", 13.5m, 17.5m, FemaleLow: 12, FemaleHigh: 15.5m),
        ["4544-3"] = new("%", 41, 50, FemaleLow: 36, FemaleHigh: 44),
        ["20570-8"] = new("%", 41, 50, FemaleLow: 36, FemaleHigh: 44),
        ["6690-2"] = new("10*3/uL", 4, 11),
        ["789-8"] = new("10*6/uL", 4.5m, 5.9m, FemaleLow: 4, FemaleHigh: 5.2m),
        ["787-2"] = new("fL", 80, 100),
        ["785-6"] = new("pg", 27, 33),
        ["786-4"] = new("g/dL", 32, 36),
        ["21000-5"] = new("fL", 39, 46),
        ["777-3"] = new("10*3/uL", 150, 400),
        ["32623-1"] = new("fL", 7.5m, 12),
        ["2885-2"] = new("g/dL", 6, 8.3m),
        ["1751-7"] = new("g/dL", 3.5m, 5),
        ["1975-2"] = new("mg/dL", 0.1m, 1.2m),
        ["6768-6"] = new("U/L", 44, 147),
        ["1742-6"] = new("U/L", 7, 56),
        ["1920-8"] = new("U/L", 8, 48),
        ["14959-1"] = new("mg/g", null, 29),
        ["2857-1"] = new("ng/mL", null, 4),
        ["33762-6"] = new("pg/mL", null, 125),
    }.ToFrozenDictionary();

    /// <summary>The range of a result, or <c>null</c> where none is known for this code in this unit.</summary>
    /// <param name="loinc">The LOINC code.</param>
    /// <param name="unit">The unit of the result (UCUM); another unit has no range, because its numbers would mislead.</param>
    /// <param name="sex">FHIR administrative gender; where ranges differ by sex, anything but male or female has none.</param>
    /// <param name="ageYears">Full years at the time of the result; <c>null</c> or under <see cref="FromAge"/> has none.</param>
    public static ReferenceRange? For(string? loinc, string? unit, string? sex, int? ageYears) =>
        ageYears >= FromAge && loinc is not null && Table.TryGetValue(loinc, out var row) && row.IsIn(unit) ? row.For(sex) : null;

    private sealed record Row(string Unit, decimal? Low, decimal? High, string? OtherUnit = null, decimal? FemaleLow = null, decimal? FemaleHigh = null)
    {
        public bool IsIn(string? unit) => unit == Unit || (unit is not null && unit == OtherUnit);

        public ReferenceRange? For(string? sex) =>
            (FemaleLow ?? FemaleHigh) is null || sex == "male" ? new(Low, High, null)
            : sex == "female" ? new(FemaleLow, FemaleHigh, null)
            : null;
    }
}

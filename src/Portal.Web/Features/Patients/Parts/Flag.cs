using Portal.Features.Patients.Chart;

namespace Portal.Web.Features.Patients.Parts;

/// <summary>How a result lies to its range.</summary>
public enum Flag
{
    /// <summary>No range, so nothing can be said.</summary>
    None = 0,

    /// <summary>In range.</summary>
    Normal = 1,

    /// <summary>Below the range.</summary>
    Low = 2,

    /// <summary>Above the range.</summary>
    High = 3,

    /// <summary>The source calls it abnormal without a direction.</summary>
    Abnormal = 4,
}

/// <summary>Judges results.</summary>
public static class Flags
{
    /// <summary>The source's own interpretation (HL7 v3 ObservationInterpretation) wins over a comparison with the range.</summary>
    public static Flag Of(decimal? value, ReferenceRange? range, string? interpretation = null) => interpretation switch
    {
        "H" or "HH" or "HU" => Flag.High,
        "L" or "LL" or "LU" => Flag.Low,
        "A" or "AA" => Flag.Abnormal,
        "N" => Flag.Normal,
        _ => Compare(value, range),
    };

    private static Flag Compare(decimal? value, ReferenceRange? range) =>
        value is null || range is null || (range.Low ?? range.High) is null ? Flag.None
        : value < range.Low ? Flag.Low
        : value > range.High ? Flag.High
        : Flag.Normal;
}

using Portal.Kernel.Access;

namespace Portal.Features.BreakGlass;

/// <summary>Why somebody breaks the glass. Numbers are stored.</summary>
public enum GlassReason : short
{
    /// <summary>None was given.</summary>
    None = 0,

    /// <summary>The patient is treated in an emergency.</summary>
    Emergency = 1,

    /// <summary>A colleague who treats the patient is stood in for.</summary>
    Cover = 2,

    /// <summary>The patient asked for it.</summary>
    PatientRequest = 3,

    /// <summary>A duty to report or to protect public health.</summary>
    PublicHealth = 4,

    /// <summary>Something else, which the sentence says.</summary>
    Other = 5,

    /// <summary>An emergency, against the patient's exclusion of the person.</summary>
    Exclusion = 6,
}

/// <summary>What goes with each reason: the purpose of use (HL7 v3 PurposeOfUse) and what a grant for it covers. A reason that is not here opens nothing.</summary>
internal static class GlassReasons
{
    private static readonly Dictionary<GlassReason, (string Code, Purpose Purpose, bool Writes)> All = new()
    {
        [GlassReason.Emergency] = ("glass-emergency", Purpose.Emergency, true),
        [GlassReason.Cover] = ("glass-cover", Purpose.Treatment, true),
        [GlassReason.PatientRequest] = ("glass-patient-request", Purpose.PatientRequest, false),
        [GlassReason.PublicHealth] = ("glass-public-health", Purpose.PublicHealth, false),
        [GlassReason.Other] = ("glass-other", Purpose.Operations, false),
        [GlassReason.Exclusion] = ("glass-exclusion", Purpose.Emergency, true),
    };

    public static bool IsKnown(GlassReason reason) => All.ContainsKey(reason);

    /// <summary>The code that entries carry; the sentence written is in none.</summary>
    public static string CodeOf(GlassReason reason) => All[reason].Code;

    public static Purpose PurposeOf(GlassReason reason) => All[reason].Purpose;

    /// <summary>Whether a grant for it covers writing in the chart; all cover reading it.</summary>
    public static bool CoversWriting(GlassReason reason) => All[reason].Writes;
}

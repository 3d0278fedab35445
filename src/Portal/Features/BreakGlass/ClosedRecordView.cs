using Portal.Features.Patients;

namespace Portal.Features.BreakGlass;

/// <summary>A closed record, as somebody meets it who may break the glass.</summary>
/// <param name="Patient">As much as tells that it is the right patient.</param>
/// <param name="IsExcluded">Whether the patient excludes the person: only the reason for that opens the record then.</param>
/// <param name="Reasons">The reasons to choose from.</param>
/// <param name="Length">How long it will be open.</param>
/// <param name="ReviewWithin">How soon it is reviewed.</param>
/// <param name="IsLogAway">Whether it is closed because the audit log takes no entries just now: then every record is, and no other way opens it.</param>
public sealed record ClosedRecordView(
    MaskedPatient Patient, bool IsExcluded, IReadOnlyList<GlassChoice> Reasons, TimeSpan Length, TimeSpan ReviewWithin, bool IsLogAway);

/// <summary>A reason to choose.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="CoversWriting">Whether the chart may be written for it.</param>
public sealed record GlassChoice(GlassReason Reason, bool CoversWriting);

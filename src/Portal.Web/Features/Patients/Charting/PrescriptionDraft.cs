using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Charting.Content;

namespace Portal.Web.Features.Patients.Charting;

/// <summary>A prescription being written.</summary>
public sealed class PrescriptionDraft : EntryDraft
{
    private Coding? before;

    /// <summary>The medicine.</summary>
    public string Medicine { get; set; } = "";

    /// <summary>How to take it.</summary>
    public string Dosage { get; set; } = "";

    /// <summary>What it is for.</summary>
    public string For { get; set; } = "";

    /// <summary>FHIR status.</summary>
    public string Status { get; set; } = "active";

    /// <inheritdoc/>
    public override EntryContent ToContent(TimeZoneInfo zone) =>
        new PrescriptionContent(At(zone), Term(before, Medicine), Filled(Dosage), Filled(For), Status);

    internal static PrescriptionDraft Of(PrescriptionContent order) => new()
    {
        before = order.Medicine, Medicine = order.Medicine.Display, Dosage = order.Dosage ?? "", For = order.Reason ?? "", Status = order.Status,
    };
}

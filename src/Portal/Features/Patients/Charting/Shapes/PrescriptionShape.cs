using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Charting.Content;

namespace Portal.Features.Patients.Charting.Shapes;

internal sealed class PrescriptionShape : EntryShape<PrescriptionContent, MedicationRequest, MedicationDetails>
{
    public static readonly PrescriptionShape Instance = new();

    public override PrescriptionContent Read(DateTimeOffset at, Coding? code, MedicationDetails details) => PrescriptionContent.Of(at, code, details);

    public override Coding CodeOf(PrescriptionContent content) => content.Medicine;

    public override MedicationDetails Make(PrescriptionContent content, string? author) =>
        new(content.Status, "order", content.Dosage, author, content.Reason);

    public override MedicationDetails Correct(MedicationDetails before, PrescriptionContent content) =>
        before with { Status = content.Status, Dosage = content.Dosage, Reason = content.Reason };

    public override MedicationDetails MarkInError(MedicationDetails before) => before with { Status = EnteredInError.Code };
}

using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Charting.Content;

namespace Portal.Features.Patients.Charting.Shapes;

internal sealed class ObservationShape : EntryShape<ObservationContent, Observation, ObservationDetails>
{
    public static readonly ObservationShape Instance = new();

    public override ObservationContent Read(DateTimeOffset at, Coding? code, ObservationDetails details) => ObservationContent.Of(at, code, details);

    public override Coding CodeOf(ObservationContent content) => content.Code;

    public override ObservationDetails Make(ObservationContent content, string? author) => new(
        "final", content.Category, content.Value, content.Unit, content.Text, null, null, [.. content.Parts.Select(part => Part(part, null))]);

    // A flag such as "high" was given to the old number; a range is of its unit.
    public override ObservationDetails Correct(ObservationDetails before, ObservationContent content) => before with
    {
        Status = "corrected",
        Category = content.Category,
        Value = content.Value,
        Unit = content.Unit,
        Text = content.Text,
        Range = content.Unit == before.Unit ? before.Range : null,
        Interpretation = IsSameResult(before, content) ? before.Interpretation : null,
        Components = [.. content.Parts.Select(part => Part(part, before.Components.FirstOrDefault(old => old.Code == part.Code && old.Unit == part.Unit)?.Range))],
    };

    public override ObservationDetails MarkInError(ObservationDetails before) => before with { Status = EnteredInError.Code };

    // A result may be in its parts alone, as a blood pressure is.
    private static bool IsSameResult(ObservationDetails before, ObservationContent content) =>
        content.Value == before.Value && content.Unit == before.Unit && content.Text == before.Text
        && content.Parts.SequenceEqual(before.Components.Select(part => new ObservationPart(part.Code, part.Value, part.Unit, part.Text)));

    private static ObservationComponent Part(ObservationPart part, ReferenceRange? range) => new(part.Code, part.Value, part.Unit, part.Text, range);
}

using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Charting.Content;

namespace Portal.Features.Patients.Charting.Shapes;

internal sealed class AllergyShape : EntryShape<AllergyContent, AllergyIntolerance, AllergyDetails>
{
    public static readonly AllergyShape Instance = new();

    public override AllergyContent Read(DateTimeOffset at, Coding? code, AllergyDetails details) => AllergyContent.Of(at, code, details);

    public override Coding CodeOf(AllergyContent content) => content.Substance;

    public override AllergyDetails Make(AllergyContent content, string? author) => new(
        content.ClinicalStatus, content.Type, content.Category, content.Criticality, content.Reactions, content.VerificationStatus);

    public override AllergyDetails Correct(AllergyDetails before, AllergyContent content) => Make(content, null);

    public override AllergyDetails MarkInError(AllergyDetails before) => before with { VerificationStatus = EnteredInError.Code };
}

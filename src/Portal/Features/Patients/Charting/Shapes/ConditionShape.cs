using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Charting.Content;

namespace Portal.Features.Patients.Charting.Shapes;

internal sealed class ConditionShape : EntryShape<ConditionContent, Condition, ConditionDetails>
{
    public static readonly ConditionShape Instance = new();

    public override ConditionContent Read(DateTimeOffset at, Coding? code, ConditionDetails details) => ConditionContent.Of(at, code, details);

    public override Coding CodeOf(ConditionContent content) => content.Problem;

    public override ConditionDetails Make(ConditionContent content, string? author) =>
        new(content.ClinicalStatus, content.VerificationStatus, "problem-list-item", content.Abatement, content.Note);

    public override ConditionDetails Correct(ConditionDetails before, ConditionContent content) => before with
    {
        ClinicalStatus = content.ClinicalStatus,
        VerificationStatus = content.VerificationStatus,
        Abatement = content.Abatement,
        Note = content.Note,
    };

    public override ConditionDetails MarkInError(ConditionDetails before) => before with { VerificationStatus = EnteredInError.Code };
}

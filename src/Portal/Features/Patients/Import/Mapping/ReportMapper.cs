using Portal.Features.Patients.Chart;

namespace Portal.Features.Patients.Import.Mapping;

internal static class ReportMapper
{
    public static Charted<ReportDetails> Map(FhirSource source)
    {
        var report = source.Resource;
        return new(
            FhirTime.Choice(report, "effective") ?? FhirTime.Time(report, "issued"),
            source.EncounterReference,
            FhirConcept.Of(report, "code"),
            new ReportDetails(
                source.Status,
                FhirConcept.Code(report, "category"),
                [.. report.Items("result").Select(result => source.Words(result, "Observation")).OfType<string>()],
                report.Text("conclusion") ?? report.Items("presentedForm").Select(FhirText.Attachment).OfType<string>().FirstOrDefault()));
    }
}

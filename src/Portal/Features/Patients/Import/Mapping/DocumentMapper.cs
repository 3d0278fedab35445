using Portal.Features.Patients.Chart;

namespace Portal.Features.Patients.Import.Mapping;

internal static class DocumentMapper
{
    public static Charted<DocumentDetails> Map(FhirSource source)
    {
        var document = source.Resource;
        var attachments = document.Items("content").Select(content => content.Child("attachment")).ToList();
        return new(
            FhirTime.Time(document, "date") ?? FhirTime.Time(attachments.FirstOrDefault(), "creation"),
            document.Child("context").First("encounter").Text("reference"),
            FhirConcept.Of(document, "type") ?? FhirConcept.Of(document, "category"),
            new DocumentDetails(
                source.Status,
                attachments.FirstOrDefault().Text("contentType"),
                source.Words(document.First("author")),
                attachments.Select(FhirText.Attachment).OfType<string>().FirstOrDefault()));
    }
}

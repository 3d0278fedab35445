using System.Text.Json;
using Portal.Features.Patients.Chart;

namespace Portal.Features.Patients.Import.Mapping;

internal static class CarePlanMapper
{
    public static Charted<CarePlanDetails> Map(FhirSource source)
    {
        var plan = source.Resource;
        return new(
            FhirTime.Time(plan.Child("period"), "start") ?? FhirTime.Time(plan, "created"),
            source.EncounterReference,
            Subject(plan),
            new CarePlanDetails(
                source.Status,
                FhirTime.Time(plan.Child("period"), "end"),
                [.. plan.Items("activity").Select(activity => Activity(source, activity)).OfType<string>()]));
    }

    // A title, else the category that has words: the first one is often a mere code of kind.
    private static Coding? Subject(JsonElement plan)
    {
        if (plan.Text("title") is { } title)
        {
            return new Coding(null, null, title);
        }

        var wordy = plan.Items("category").FirstOrDefault(one => one.Text("text") is not null || one.First("coding").Text("display") is not null);
        var coding = FhirConcept.Coding(wordy.First("coding"));
        return wordy.Text("text") is { } text ? (coding ?? new Coding(null, null, text)) with { Display = text } : coding ?? FhirConcept.Of(plan, "category");
    }

    private static string? Activity(FhirSource source, JsonElement activity) =>
        FhirConcept.Words(activity.Child("detail"), "code")
        ?? activity.Child("detail").Text("description")
        ?? source.Words(activity.Child("reference"), "ServiceRequest");
}

using Portal.Features.Patients.Chart;

namespace Portal.Features.Patients.Import.Mapping;

internal static class EncounterMapper
{
    public static Charted<EncounterDetails> Map(FhirSource source)
    {
        var encounter = source.Resource;
        return new(
            FhirTime.Time(encounter.Child("period"), "start"),
            null,
            FhirConcept.Of(encounter, "type") ?? FhirConcept.Coding(encounter.Child("class")),
            new EncounterDetails(
                source.Status,
                encounter.Child("class").Text("code"),
                FhirTime.Time(encounter.Child("period"), "end"),
                source.Words(encounter.Child("serviceProvider"), "Organization"),
                source.Words(encounter.First("participant").Child("individual")),
                source.Reason));
    }
}

using System.Text.Json;
using Portal.Features.Patients.Chart;

namespace Portal.Features.Patients.Import.Mapping;

internal static class ObservationMapper
{
    private static readonly Coding Unnamed = new(null, null, "");

    public static Charted<ObservationDetails> Map(FhirSource source)
    {
        var observation = source.Resource;
        var value = FhirValue.Of(observation);
        return new(
            FhirTime.Choice(observation, "effective") ?? FhirTime.Time(observation, "issued"),
            source.EncounterReference,
            FhirConcept.Of(observation, "code"),
            new ObservationDetails(
                source.Status,
                FhirConcept.Code(observation, "category"),
                value.Number,
                value.Unit,
                value.Text,
                FhirValue.Range(observation),
                FhirConcept.Code(observation, "interpretation"),
                [.. observation.Items("component").Select(Component)]));
    }

    private static ObservationComponent Component(JsonElement component)
    {
        var value = FhirValue.Of(component);
        return new(FhirConcept.Of(component, "code") ?? Unnamed, value.Number, value.Unit, value.Text, FhirValue.Range(component));
    }
}

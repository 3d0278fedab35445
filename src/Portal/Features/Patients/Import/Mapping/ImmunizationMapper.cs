using Portal.Features.Patients.Chart;

namespace Portal.Features.Patients.Import.Mapping;

internal static class ImmunizationMapper
{
    public static Charted<ImmunizationDetails> Map(FhirSource source)
    {
        var immunization = source.Resource;
        return new(
            FhirTime.Choice(immunization, "occurrence") ?? FhirTime.Time(immunization, "recorded"),
            source.EncounterReference,
            FhirConcept.Of(immunization, "vaccineCode"),
            new ImmunizationDetails(source.Status, immunization.Text("lotNumber"), source.Words(immunization.Child("location"), "Location")));
    }
}

using Portal.Features.Patients.Chart;

namespace Portal.Features.Patients.Import.Mapping;

internal static class ConditionMapper
{
    public static Charted<ConditionDetails> Map(FhirSource source)
    {
        var condition = source.Resource;
        return new(
            FhirTime.Choice(condition, "onset") ?? FhirTime.Time(condition, "recordedDate"),
            source.EncounterReference,
            FhirConcept.Of(condition, "code"),
            new ConditionDetails(
                FhirConcept.Code(condition, "clinicalStatus"),
                FhirConcept.Code(condition, "verificationStatus"),
                FhirConcept.Code(condition, "category"),
                FhirTime.Choice(condition, "abatement"),
                FhirText.Notes(condition)));
    }
}

using Portal.Features.Patients.Chart;

namespace Portal.Features.Patients.Import.Mapping;

internal static class AllergyMapper
{
    public static Charted<AllergyDetails> Map(FhirSource source)
    {
        var allergy = source.Resource;
        return new(
            FhirTime.Choice(allergy, "onset") ?? FhirTime.Time(allergy, "recordedDate"),
            source.EncounterReference,
            FhirConcept.Of(allergy, "code"),
            new AllergyDetails(
                FhirConcept.Code(allergy, "clinicalStatus"),
                allergy.Text("type"),
                allergy.Texts("category").FirstOrDefault(),
                allergy.Text("criticality"),
                [.. allergy.Items("reaction")
                    .SelectMany(reaction => reaction.Items("manifestation"))
                    .Select(one => one.Text("text") ?? one.First("coding").Text("display"))
                    .OfType<string>()],
                FhirConcept.Code(allergy, "verificationStatus")));
    }
}

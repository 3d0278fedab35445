using Portal.Features.Patients.Chart;

namespace Portal.Features.Patients.Import.Mapping;

internal static class ProcedureMapper
{
    public static Charted<ProcedureDetails> Map(FhirSource source)
    {
        var procedure = source.Resource;
        return new(
            FhirTime.Choice(procedure, "performed"),
            source.EncounterReference,
            FhirConcept.Of(procedure, "code"),
            new ProcedureDetails(
                source.Status,
                FhirTime.Time(procedure.Child("performedPeriod"), "end"),
                source.Reason?.Display,
                source.Words(procedure.First("performer").Child("actor"))));
    }
}

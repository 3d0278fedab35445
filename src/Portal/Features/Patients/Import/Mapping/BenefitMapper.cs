using System.Text.Json;
using Portal.Features.Patients.Billing;

namespace Portal.Features.Patients.Import.Mapping;

/// <summary>Takes what billing needs from an insurer's decision and leaves its diagnoses and services behind (45 CFR 164.502(b)).</summary>
internal static class BenefitMapper
{
    public static Billed<BenefitDetails> Map(FhirSource source)
    {
        var benefit = source.Resource;
        var submitted = Total(benefit, "submitted");
        var paid = benefit.Child("payment").Child("amount");
        return new(
            FhirTime.Time(benefit, "created") ?? FhirTime.Time(benefit.Child("billablePeriod"), "start"),
            new BenefitDetails(
                source.Status,
                benefit.Text("outcome"),
                benefit.Child("claim").Text("reference"),
                CoverageMapper.InsurerOf(source),
                source.Words(benefit.Child("provider")),
                submitted.Number("value"),
                paid.Number("value"),
                submitted.Text("currency") ?? paid.Text("currency")));
    }

    private static JsonElement Total(JsonElement benefit, string category) =>
        benefit.Items("total").FirstOrDefault(total => FhirConcept.Code(total, "category") == category).Child("amount");
}

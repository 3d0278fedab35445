using Portal.Features.Patients.Billing;

namespace Portal.Features.Patients.Import.Mapping;

/// <summary>Takes what billing needs from a claim and leaves its diagnoses and services behind (45 CFR 164.502(b)).</summary>
internal static class ClaimMapper
{
    public static Billed<ClaimDetails> Map(FhirSource source)
    {
        var claim = source.Resource;
        var period = claim.Child("billablePeriod");
        return new(
            FhirTime.Time(claim, "created") ?? FhirTime.Time(period, "start"),
            new ClaimDetails(
                source.Status,
                claim.Text("use"),
                FhirConcept.Code(claim, "type"),
                FhirTime.Time(period, "start"),
                FhirTime.Time(period, "end"),
                CoverageMapper.InsurerOf(source),
                source.Words(claim.Child("provider"), "Organization"),
                claim.Child("total").Number("value"),
                claim.Child("total").Text("currency"),
                [.. claim.Items("item").Select(item => item.Child("net").Number("value") ?? 0)]));
    }
}

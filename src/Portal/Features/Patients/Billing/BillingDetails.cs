namespace Portal.Features.Patients.Billing;

/// <summary>A claim as billing sees it: dates, amounts, insurer, provider, status (45 CFR 164.502(b), minimum necessary).</summary>
/// <param name="Status">FHIR status code.</param>
/// <param name="Use">claim, preauthorization or predetermination.</param>
/// <param name="Kind">professional, institutional, pharmacy and so on.</param>
/// <param name="PeriodStart">Start of the billable period, UTC.</param>
/// <param name="PeriodEnd">End of the billable period, UTC.</param>
/// <param name="Insurer">The insurer's name.</param>
/// <param name="Provider">The provider's name.</param>
/// <param name="Total">Amount claimed.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="LineAmounts">Net amount of each line, in order; 0 where the line names none.</param>
public sealed record ClaimDetails(
    string? Status,
    string? Use,
    string? Kind,
    DateTimeOffset? PeriodStart,
    DateTimeOffset? PeriodEnd,
    string? Insurer,
    string? Provider,
    decimal? Total,
    string? Currency,
    IReadOnlyList<decimal> LineAmounts);

/// <summary>What the insurer decided (FHIR R4 <c>ExplanationOfBenefit</c>).</summary>
/// <param name="Status">FHIR status code.</param>
/// <param name="Outcome">queued, complete, error or partial.</param>
/// <param name="ClaimReference">The source's reference of the claim, such as <c>Claim/…</c> or <c>urn:uuid:…</c>.</param>
/// <param name="Insurer">The insurer's name.</param>
/// <param name="Provider">The provider's name.</param>
/// <param name="Submitted">Amount submitted.</param>
/// <param name="Paid">Amount the insurer paid.</param>
/// <param name="Currency">ISO 4217 code.</param>
public sealed record BenefitDetails(
    string? Status,
    string? Outcome,
    string? ClaimReference,
    string? Insurer,
    string? Provider,
    decimal? Submitted,
    decimal? Paid,
    string? Currency);

/// <summary>An insurance cover (FHIR R4 <c>Coverage</c>).</summary>
/// <param name="Status">FHIR status code.</param>
/// <param name="Kind">The kind of cover in words.</param>
/// <param name="Payor">The insurer's name.</param>
/// <param name="SubscriberId">The member number.</param>
/// <param name="End">When it ends, UTC.</param>
public sealed record CoverageDetails(string? Status, string? Kind, string? Payor, string? SubscriberId, DateTimeOffset? End);

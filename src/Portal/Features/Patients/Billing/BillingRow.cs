using Portal.Data;
using Portal.Data.Sealing;
using Portal.Kernel.Audit;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Billing;

/// <summary>What all billing rows share.</summary>
[RowCategory(DataCategories.Billing)]
internal abstract class BillingRow : SealedRow
{
    /// <summary>When it was made, UTC.</summary>
    [Classified(DataClass.Plain, "time needed for order, paging and retention")]
    public DateTimeOffset At { get; set; }
}

/// <summary>A billing row with the details of its kind.</summary>
internal abstract class BillingRow<TDetails> : BillingRow
    where TDetails : class
{
    [Classified(DataClass.Phi)]
    public Protected<TDetails>? Details { get; set; }
}

internal sealed class Claim : BillingRow<ClaimDetails>;

internal sealed class ExplanationOfBenefit : BillingRow<BenefitDetails>;

internal sealed class Coverage : BillingRow<CoverageDetails>;

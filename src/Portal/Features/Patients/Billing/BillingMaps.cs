using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Data;
using Portal.Data.Sealing;

namespace Portal.Features.Patients.Billing;

/// <summary>Maps one kind of billing row.</summary>
internal abstract class BillingMap<TRow, TDetails>(string table) : IEntityTypeConfiguration<TRow>
    where TRow : BillingRow<TDetails>
    where TDetails : class
{
    public void Configure(EntityTypeBuilder<TRow> builder)
    {
        builder.ToTable(table, Schemas.Billing);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasSeal(1, nameof(BillingRow.At), nameof(BillingRow<TDetails>.Details));
        builder.HasIndex(row => new { row.PatientId, row.At });
    }
}

internal sealed class ClaimMap() : BillingMap<Claim, ClaimDetails>("claims");

internal sealed class ExplanationOfBenefitMap() : BillingMap<ExplanationOfBenefit, BenefitDetails>("explanations_of_benefit");

internal sealed class CoverageMap() : BillingMap<Coverage, CoverageDetails>("coverages");

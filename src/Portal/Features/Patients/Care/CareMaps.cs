using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Data;
using Portal.Data.Sealing;
using Portal.Features.Patients.Care.Exclusions;
using Portal.Features.Patients.Care.Marks;

namespace Portal.Features.Patients.Care;

internal sealed class CareRelationshipMap : IEntityTypeConfiguration<CareRelationship>
{
    public void Configure(EntityTypeBuilder<CareRelationship> builder)
    {
        builder.ToTable("relationships", Schemas.Care);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasSeal(
            1,
            nameof(CareRelationship.AccountId), nameof(CareRelationship.Source), nameof(CareRelationship.Start), nameof(CareRelationship.End));
        builder.HasIndex(row => new { row.AccountId, row.PatientId });
        builder.HasIndex(row => row.PatientId);
    }
}

internal sealed class SensitiveMarkMap : IEntityTypeConfiguration<SensitiveMark>
{
    public void Configure(EntityTypeBuilder<SensitiveMark> builder)
    {
        builder.ToTable("marks", Schemas.Care);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasSeal(1, nameof(SensitiveMark.Kind), nameof(SensitiveMark.SetBy), nameof(SensitiveMark.SetAt));
        builder.HasIndex(row => row.PatientId);
    }
}

internal sealed class ExclusionMap : IEntityTypeConfiguration<Exclusion>
{
    public void Configure(EntityTypeBuilder<Exclusion> builder)
    {
        builder.ToTable("exclusions", Schemas.Care);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasSeal(1, nameof(Exclusion.AccountId), nameof(Exclusion.Since));
        builder.HasIndex(row => new { row.PatientId, row.AccountId }).IsUnique();
    }
}

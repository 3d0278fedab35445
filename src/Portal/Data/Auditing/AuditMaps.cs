using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Data.Auditing;

internal sealed class AuditRowMap : IEntityTypeConfiguration<AuditRow>
{
    public void Configure(EntityTypeBuilder<AuditRow> builder)
    {
        builder.ToTable("entries", Schemas.Audit);
        builder.HasKey(row => new { row.At, row.Id });
        builder.Property(row => row.Job).HasMaxLength(64);
        builder.Property(row => row.Reason).HasMaxLength(64);
        builder.Property(row => row.Agent).HasMaxLength(256);
        builder.Property(row => row.Node).HasMaxLength(64);
        builder.Property(row => row.Mac).HasMaxLength(32);
        builder.HasIndex(row => new { row.Account, row.At });
    }
}

internal sealed class AuditPatientRowMap : IEntityTypeConfiguration<AuditPatientRow>
{
    public void Configure(EntityTypeBuilder<AuditPatientRow> builder)
    {
        builder.ToTable("entry_patients", Schemas.Audit);
        builder.HasKey(row => new { row.Patient, row.At, row.Entry });
    }
}

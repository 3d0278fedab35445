using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Data.Auditing;

internal sealed class AuditRowMap : IEntityTypeConfiguration<AuditRow>
{
    public void Configure(EntityTypeBuilder<AuditRow> builder)
    {
        builder.ToTable("entries", Schemas.Audit);
        builder.HasKey(row => new { row.At, row.Id });
        builder.Property(row => row.Reason).HasMaxLength(64);
        builder.Property(row => row.Mac).HasMaxLength(32);
        builder.HasIndex(row => row.Context);
    }
}

internal sealed class AuditContextRowMap : IEntityTypeConfiguration<AuditContextRow>
{
    public void Configure(EntityTypeBuilder<AuditContextRow> builder)
    {
        builder.ToTable("contexts", Schemas.Audit);
        builder.HasKey(row => row.No);
        builder.Property(row => row.Job).HasMaxLength(64);
        builder.Property(row => row.Agent).HasMaxLength(256);
        builder.Property(row => row.Node).HasMaxLength(64);
        builder.HasIndex(row => row.Account);
    }
}

internal sealed class AuditSubjectRowMap : IEntityTypeConfiguration<AuditSubjectRow>
{
    public void Configure(EntityTypeBuilder<AuditSubjectRow> builder)
    {
        builder.ToTable("subjects", Schemas.Audit);
        builder.HasKey(row => row.No);
        builder.HasAlternateKey(row => row.Patient);
    }
}

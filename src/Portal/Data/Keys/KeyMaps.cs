using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Data.Keys;

internal sealed class SystemKeyMap : IEntityTypeConfiguration<SystemKey>
{
    public void Configure(EntityTypeBuilder<SystemKey> builder)
    {
        builder.ToTable("system_keys", Schemas.Keys);
        builder.HasKey(key => key.Use);
        builder.Property(key => key.Use).ValueGeneratedNever();
        builder.Property(key => key.Wrapped).HasMaxLength(200);
        builder.Property(key => key.WrappedBy).HasMaxLength(64);
    }
}

internal sealed class PatientKeyMap : IEntityTypeConfiguration<PatientKey>
{
    public void Configure(EntityTypeBuilder<PatientKey> builder)
    {
        builder.ToTable("patient_keys", Schemas.Keys);
        builder.HasKey(key => key.PatientId);
        builder.Property(key => key.Wrapped).HasMaxLength(200);
    }
}

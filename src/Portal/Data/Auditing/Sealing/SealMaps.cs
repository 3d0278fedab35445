using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Data.Auditing.Sealing;

internal sealed class EpochMap : IEntityTypeConfiguration<EpochRow>
{
    public void Configure(EntityTypeBuilder<EpochRow> builder)
    {
        builder.ToTable("epochs", Schemas.Audit);
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasIndex(row => row.Number).IsUnique();
        builder.Property(row => row.NamedRoot).HasMaxLength(32);
        builder.Property(row => row.Mac).HasMaxLength(32);
    }
}

internal sealed class BlockMap : IEntityTypeConfiguration<BlockRow>
{
    public void Configure(EntityTypeBuilder<BlockRow> builder)
    {
        builder.ToTable("blocks", Schemas.Audit);
        builder.HasKey(row => new { row.Epoch, row.No });
        builder.HasIndex(row => row.LastXact);
        builder.Property(row => row.Previous).HasMaxLength(32);
        builder.Property(row => row.Root).HasMaxLength(32);
    }
}

internal sealed class CheckpointMap : IEntityTypeConfiguration<CheckpointRow>
{
    public void Configure(EntityTypeBuilder<CheckpointRow> builder)
    {
        builder.ToTable("checkpoints", Schemas.Audit);
        builder.HasKey(row => new { row.Epoch, row.Size });
        builder.Property(row => row.Root).HasMaxLength(32);
        builder.Property(row => row.KeyId).HasMaxLength(16);
        builder.Property(row => row.Signature).HasMaxLength(64);
    }
}

internal sealed class CheckpointKeyMap : IEntityTypeConfiguration<CheckpointKeyRow>
{
    public void Configure(EntityTypeBuilder<CheckpointKeyRow> builder)
    {
        builder.ToTable("checkpoint_keys", Schemas.Audit);
        builder.HasKey(row => row.KeyId);
        builder.Property(row => row.KeyId).HasMaxLength(16);
        builder.Property(row => row.PublicKey).HasMaxLength(128);
    }
}

internal sealed class DeliveryMap : IEntityTypeConfiguration<DeliveryRow>
{
    public void Configure(EntityTypeBuilder<DeliveryRow> builder)
    {
        builder.ToTable("deliveries", Schemas.Audit);
        builder.HasKey(row => new { row.Target, row.Epoch, row.Size, row.Mac });
        builder.Property(row => row.Target).HasMaxLength(64);
        builder.Property(row => row.Mac).HasMaxLength(32);
    }
}

internal sealed class VerificationMap : IEntityTypeConfiguration<VerificationRow>
{
    public void Configure(EntityTypeBuilder<VerificationRow> builder)
    {
        builder.ToTable("verifications", Schemas.Audit);
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasIndex(row => row.At);
        builder.Property(row => row.Scope).HasMaxLength(16);
        builder.Property(row => row.Part).HasMaxLength(80);
        builder.Property(row => row.Kind).HasMaxLength(32);
        builder.Property(row => row.FirstBad).HasMaxLength(80);
        builder.Property(row => row.Root).HasMaxLength(32);
        builder.Property(row => row.Mac).HasMaxLength(32);
    }
}

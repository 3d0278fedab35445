using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Kernel.Classification;

namespace Portal.Data.Auditing.Retirement;

/// <summary>A month of the audit log that was kept for its time, exported and taken out of the database. Its blocks and checkpoints stay.</summary>
internal sealed class RetirementRow
{
    [Classified(DataClass.Plain, "opaque id")]
    public Guid Id { get; set; }

    [Classified(DataClass.Plain, "the month's beginning")]
    public DateTimeOffset Month { get; set; }

    [Classified(DataClass.Plain, "when it was retired")]
    public DateTimeOffset At { get; set; }

    [Classified(DataClass.Plain, "how many entries")]
    public long Entries { get; set; }

    [Classified(DataClass.Plain, "hash of the archive's file")]
    public byte[] Archive { get; set; } = [];

    /// <summary>What is needed to verify the blocks that its entries were in, as UTF-8 JSON.</summary>
    [Classified(DataClass.Plain, "numbers of blocks and hashes of leaves")]
    public byte[] Remains { get; set; } = [];

    [Classified(DataClass.Plain, "keyed MAC over the row")]
    public byte[] Mac { get; set; } = [];
}

internal sealed class RetirementMap : IEntityTypeConfiguration<RetirementRow>
{
    public void Configure(EntityTypeBuilder<RetirementRow> builder)
    {
        builder.ToTable("retirements", Schemas.Audit);
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasIndex(row => row.Month);
        builder.Property(row => row.Archive).HasMaxLength(32);
        builder.Property(row => row.Mac).HasMaxLength(32);
    }
}

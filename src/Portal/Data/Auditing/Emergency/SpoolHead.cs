using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Kernel.Classification;

namespace Portal.Data.Auditing.Emergency;

/// <summary>
/// How many lines a node's spool has and how many of them are in the log, in the database: lines cut off the file's end, or a file that is gone, are found by it. It
/// lies beside the findings and not in the log, which is away when it is written.
/// </summary>
internal sealed class SpoolHead
{
    /// <summary>The folder's own random id.</summary>
    [Classified(DataClass.Plain, "random id of a node's spool")]
    public Guid Id { get; set; }

    [Classified(DataClass.Plain, "counts")]
    public long Written { get; set; }

    [Classified(DataClass.Plain, "keyed MAC of the last line")]
    public byte[] Link { get; set; } = [];

    [Classified(DataClass.Plain, "counts")]
    public long Merged { get; set; }

    [Classified(DataClass.Plain, "keyed MAC of the last line that is in the log")]
    public byte[] MergedLink { get; set; } = [];

    [Classified(DataClass.Plain, "when a line was written last")]
    public DateTimeOffset At { get; set; }

    [Classified(DataClass.Plain, "keyed MAC over the row")]
    public byte[] Mac { get; set; } = [];

    /// <summary>Of two that write at once one loses against it.</summary>
    [Classified(DataClass.Plain, "change counter for optimistic concurrency")]
    public int Version { get; set; } = 1;
}

internal sealed class SpoolHeadMap : IEntityTypeConfiguration<SpoolHead>
{
    public void Configure(EntityTypeBuilder<SpoolHead> builder)
    {
        builder.ToTable("spools", Schemas.Review);
        builder.HasKey(head => head.Id);
        builder.Property(head => head.Id).ValueGeneratedNever();
        builder.Property(head => head.Link).HasMaxLength(32);
        builder.Property(head => head.MergedLink).HasMaxLength(32);
        builder.Property(head => head.Mac).HasMaxLength(32);
        builder.Property(head => head.Version).IsConcurrencyToken();
    }
}

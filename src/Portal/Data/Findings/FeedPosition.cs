using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Kernel.Classification;

namespace Portal.Data.Findings;

/// <summary>How far a reader of the audit log has come, in the order of sealing. It moves in the transaction of what was found, so that nothing is missed or found twice.</summary>
internal sealed class FeedPosition
{
    /// <summary>The reader's name.</summary>
    [Classified(DataClass.Plain, "code of our own")]
    public string Name { get; set; } = "";

    /// <summary>The transaction of the last entry that was read.</summary>
    [Classified(DataClass.Plain, "position in the audit log")]
    public long Xact { get; set; }

    /// <summary>The last entry that was read.</summary>
    [Classified(DataClass.Plain, "position in the audit log")]
    public Guid Entry { get; set; }

    [Classified(DataClass.Plain, "when it was moved last")]
    public DateTimeOffset At { get; set; }

    /// <summary>The time of the newest entry that was read.</summary>
    [Classified(DataClass.Plain, "needed to tell that it is behind")]
    public DateTimeOffset? UpTo { get; set; }

    /// <summary>Of two nodes that read the same one loses against it.</summary>
    [Classified(DataClass.Plain, "change counter for optimistic concurrency")]
    public int Version { get; set; } = 1;

    [Classified(DataClass.Plain, "keyed MAC over the place")]
    public byte[] Mac { get; set; } = [];
}

internal sealed class FeedPositionMap : IEntityTypeConfiguration<FeedPosition>
{
    public void Configure(EntityTypeBuilder<FeedPosition> builder)
    {
        builder.ToTable("positions", Schemas.Review);
        builder.HasKey(p => p.Name);
        builder.Property(p => p.Name).HasMaxLength(40);
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.Property(p => p.Mac).HasMaxLength(32);
    }
}

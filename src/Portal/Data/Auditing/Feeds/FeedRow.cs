using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Kernel.Classification;

namespace Portal.Data.Auditing.Feeds;

/// <summary>How far a feed of the audit log has come, and which node is at it. It lies beside the outbox and not in the log, where nobody may change a row.</summary>
internal sealed class FeedRow
{
    [Classified(DataClass.Plain, "hash of the feed's setting")]
    public string Feed { get; set; } = "";

    [Classified(DataClass.Plain, "place in the order of sealing")]
    public long Xact { get; set; }

    [Classified(DataClass.Plain, "place in the order of sealing")]
    public Guid Entry { get; set; }

    [Classified(DataClass.Plain, "time of the last entry that was taken")]
    public DateTimeOffset? UpTo { get; set; }

    [Classified(DataClass.Plain, "when it was last taken")]
    public DateTimeOffset? TakenAt { get; set; }

    [Classified(DataClass.Plain, "random id of the node that is at it")]
    public Guid? Holder { get; set; }

    [Classified(DataClass.Plain, "when another node may take it over")]
    public DateTimeOffset HeldUntil { get; set; }

    [Classified(DataClass.Plain, "kind of the last failure, a code of our own")]
    public string? Problem { get; set; }

    [Classified(DataClass.Plain, "keyed MAC over the place, its times and the failure")]
    public byte[] Mac { get; set; } = [];
}

internal sealed class FeedMap : IEntityTypeConfiguration<FeedRow>
{
    public const int ProblemLength = 64;

    public void Configure(EntityTypeBuilder<FeedRow> builder)
    {
        builder.ToTable("audit_feeds", Schemas.Notices);
        builder.HasKey(row => row.Feed);
        builder.Property(row => row.Feed).HasMaxLength(64);
        builder.Property(row => row.Problem).HasMaxLength(ProblemLength);
        builder.Property(row => row.Mac).HasMaxLength(32);
    }
}

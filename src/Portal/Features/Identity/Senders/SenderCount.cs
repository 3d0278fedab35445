using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Kernel.Classification;

namespace Portal.Features.Identity.Senders;

/// <summary>How many forms of a kind came from one network address in one span of time, on all nodes together (decision 0037).</summary>
internal sealed class SenderCount
{
    /// <summary>A keyed hash over address, kind and span: who reads the table learns no address, and two spans cannot be told to be of one.</summary>
    [Classified(DataClass.BlindIndex, "keyed hash of a network address and a minute")]
    public byte[] Id { get; set; } = [];

    [Classified(DataClass.Plain, "counts tries")]
    public int Tries { get; set; }

    [Classified(DataClass.Plain, "needed for retention: the row is of no use after it")]
    public DateTimeOffset EndsAt { get; set; }
}

internal sealed class SenderCountMap : IEntityTypeConfiguration<SenderCount>
{
    public void Configure(EntityTypeBuilder<SenderCount> builder)
    {
        builder.ToTable("sender_counts", IdentityMaps.Schema);
        builder.HasKey(count => count.Id);
        builder.Property(count => count.Id).HasMaxLength(16).ValueGeneratedNever();
        builder.HasIndex(count => count.EndsAt);
    }
}

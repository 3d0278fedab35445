using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;
using Portal.Kernel.Notices;

namespace Portal.Data.Notices;

/// <summary>One thing that a person was told about the own account. It ends with the account.</summary>
internal sealed class Notice
{
    [Classified(DataClass.Plain, "opaque id")]
    public Guid Id { get; set; }

    [Classified(DataClass.Plain, "opaque id of the account")]
    public Guid AccountId { get; set; }

    [Classified(DataClass.Plain, "code of kind; the words are made from it")]
    public NoticeKind Kind { get; set; }

    [Classified(DataClass.Plain, "needed for order and paging")]
    public DateTimeOffset At { get; set; }

    [Classified(DataClass.Plain, "needed to count what is unread, and for retention")]
    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>What helps the person to judge it, such as the browser and place of a sign-in.</summary>
    [Classified(DataClass.Pii)]
    public Protected<string>? Detail { get; set; }

    /// <summary>What it leads to, for a kind that leads to something.</summary>
    [Classified(DataClass.Plain, "opaque id")]
    public Guid? About { get; set; }
}

internal sealed class NoticeMap : IEntityTypeConfiguration<Notice>
{
    public void Configure(EntityTypeBuilder<Notice> builder)
    {
        builder.ToTable("notices", Schemas.Notices);
        builder.HasKey(n => n.Id);
        builder.Property(n => n.Id).ValueGeneratedNever();
        builder.Property(n => n.Kind).HasConversion<short>();
        builder.HasIndex(n => new { n.AccountId, n.At, n.Id });
        builder.HasIndex(n => n.ReadAt);
    }
}

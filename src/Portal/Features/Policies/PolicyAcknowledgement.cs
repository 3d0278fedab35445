using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Data;
using Portal.Kernel;
using Portal.Kernel.Classification;

namespace Portal.Features.Policies;

/// <summary>Somebody has read a signed version (45 CFR 164.308(a)(5)(i), 164.316(b)(2)(ii)). It is written once and kept; one whose seal does not hold counts for nothing.</summary>
internal sealed class PolicyAcknowledgement
{
    [Classified(DataClass.Plain, "opaque id")]
    public Guid VersionId { get; set; }

    [Classified(DataClass.Plain, "opaque id of an account")]
    public AccountId AccountId { get; set; }

    [Classified(DataClass.Plain, "kept as proof")]
    public DateTimeOffset At { get; set; }

    [Classified(DataClass.Plain, "keyed MAC over the row")]
    public byte[] Seal { get; set; } = [];
}

internal sealed class PolicyAcknowledgementMap : IEntityTypeConfiguration<PolicyAcknowledgement>
{
    public void Configure(EntityTypeBuilder<PolicyAcknowledgement> builder)
    {
        builder.ToTable("acknowledgements", Schemas.Policies);
        builder.HasKey(a => new { a.VersionId, a.AccountId });
        builder.Property(a => a.Seal).HasMaxLength(32);
        builder.HasOne<PolicyVersion>().WithMany().HasForeignKey(a => a.VersionId).OnDelete(DeleteBehavior.Restrict);
    }
}

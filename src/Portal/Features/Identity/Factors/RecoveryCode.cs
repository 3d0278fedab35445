using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Classification;

namespace Portal.Features.Identity.Factors;

/// <summary>A recovery code that stands in for the authenticator once. The code itself was shown and is not stored.</summary>
internal sealed class RecoveryCode
{
    [Classified(DataClass.Plain, "opaque id")]
    public Guid Id { get; set; }

    [Classified(DataClass.Plain, "opaque id of the account")]
    public Guid AccountId { get; set; }

    [Classified(DataClass.Secret, "keyed hash of 80 random bits")]
    public byte[] Hash { get; set; } = [];

    [Classified(DataClass.Plain, "decides whether the code still works")]
    public DateTimeOffset? UsedAt { get; set; }
}

internal sealed class RecoveryCodeMap : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> builder)
    {
        builder.ToTable("recovery_codes", IdentityMaps.Schema);
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Hash).HasMaxLength(32);
        builder.HasIndex(c => new { c.AccountId, c.Hash }).IsUnique();
        builder.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}

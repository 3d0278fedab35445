using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Classification;

namespace Portal.Features.Identity.Devices;

/// <summary>A browser that an account was signed in with. The browser keeps a random token; this row only a hash of it with the account (ADR 0042).</summary>
internal sealed class KnownDevice
{
    [Classified(DataClass.Plain, "opaque id of the account")]
    public Guid AccountId { get; set; }

    /// <summary>SHA-256 over token and account: two accounts that share a browser cannot be told to do so from here.</summary>
    [Classified(DataClass.Secret, "SHA-256 of a 256-bit random token with the account")]
    public byte[] TokenHash { get; set; } = [];

    [Classified(DataClass.Plain, "needed for retention, cut to the day")]
    public DateTimeOffset LastSeenAt { get; set; }
}

internal sealed class KnownDeviceMap : IEntityTypeConfiguration<KnownDevice>
{
    public void Configure(EntityTypeBuilder<KnownDevice> builder)
    {
        builder.ToTable("devices", IdentityMaps.Schema);
        builder.HasKey(d => new { d.AccountId, d.TokenHash });
        builder.Property(d => d.TokenHash).HasMaxLength(32);
        builder.HasIndex(d => d.LastSeenAt);
        builder.HasOne<Account>().WithMany().HasForeignKey(d => d.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Changes;

/// <summary>
/// A new address that waits until whoever reads its mail has confirmed it; one an account. The row is there for an address that is taken, too, so that nothing
/// tells the two apart; its link was sent to nobody.
/// </summary>
internal sealed class EmailChange
{
    [Classified(DataClass.Plain, "opaque id of the account")]
    public Guid AccountId { get; set; }

    [Classified(DataClass.Pii)]
    public Protected<string>? ProtectedEmail { get; set; }

    [Classified(DataClass.Plain, "opaque id of who asked")]
    public Guid RequestedBy { get; set; }

    [Classified(DataClass.Plain, "holds off too many mails")]
    public DateTimeOffset RequestedAt { get; set; }

    [Classified(DataClass.Secret, "SHA-256 of the 256-bit random token in the link")]
    public byte[] TokenHash { get; set; } = [];

    [Classified(DataClass.Plain, "decides whether the link works")]
    public DateTimeOffset ExpiresAt { get; set; }

    [Classified(DataClass.Plain, "keyed MAC over what decides")]
    public byte[] Seal { get; set; } = [];
}

internal sealed class EmailChangeMap : IEntityTypeConfiguration<EmailChange>
{
    public void Configure(EntityTypeBuilder<EmailChange> builder)
    {
        builder.ToTable("email_changes", IdentityMaps.Schema);
        builder.HasKey(c => c.AccountId);
        builder.Property(c => c.AccountId).ValueGeneratedNever();
        builder.Property(c => c.TokenHash).HasMaxLength(32);
        builder.Property(c => c.Seal).HasMaxLength(32);
        builder.HasIndex(c => c.TokenHash).IsUnique();
        builder.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}

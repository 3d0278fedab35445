using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Staff.Entries;
using Portal.Kernel;
using Portal.Kernel.Classification;

namespace Portal.Features.Staff.Accounts;

/// <summary>An account and whose it is. An account belongs to one person at most; a person may have a second one, for administering beside the daily work. Sealed.</summary>
internal sealed class StaffAccount
{
    [Classified(DataClass.Plain, "opaque id of the account; access decisions query it")]
    public Guid AccountId { get; set; }

    [Classified(DataClass.Plain, "opaque id of the entry")]
    public Guid EntryId { get; set; }

    [Classified(DataClass.Plain, "opaque id of who linked them")]
    public AccountId? LinkedBy { get; set; }

    [Classified(DataClass.Plain, "needed for account reviews")]
    public DateTimeOffset LinkedAt { get; set; }

    [Classified(DataClass.Plain, "keyed MAC over what decides")]
    public byte[] Seal { get; set; } = [];
}

internal sealed class StaffAccountMap : IEntityTypeConfiguration<StaffAccount>
{
    public void Configure(EntityTypeBuilder<StaffAccount> builder)
    {
        builder.ToTable("accounts", Schemas.Staff);
        builder.HasKey(a => a.AccountId);
        builder.Property(a => a.AccountId).ValueGeneratedNever();
        builder.Property(a => a.Seal).HasMaxLength(32);
        builder.HasIndex(a => a.EntryId);
        builder.HasOne<StaffEntry>().WithMany().HasForeignKey(a => a.EntryId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Account>().WithOne().HasForeignKey<StaffAccount>(a => a.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}

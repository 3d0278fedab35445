using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.Staff.Import;

/// <summary>A file that an administrator sent and has not decided about. One for each person; it is deleted when it was applied or dropped, and after a day.</summary>
internal sealed class StaffImport
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    [Classified(DataClass.Plain, "opaque id")]
    public Guid Id { get; set; }

    [Classified(DataClass.Plain, "opaque id of the account that sent it")]
    public Guid AccountId { get; set; }

    [Classified(DataClass.Plain, "needed to forget it in time")]
    public DateTimeOffset SentAt { get; set; }

    [Classified(DataClass.Pii)]
    public Protected<byte[]>? Content { get; set; }
}

internal sealed class StaffImportMap : IEntityTypeConfiguration<StaffImport>
{
    public void Configure(EntityTypeBuilder<StaffImport> builder)
    {
        builder.ToTable("imports", Schemas.Staff);
        builder.HasKey(i => i.Id);
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.HasIndex(i => i.AccountId).IsUnique();
        builder.HasOne<Account>().WithMany().HasForeignKey(i => i.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}

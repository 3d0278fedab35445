using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Access;
using Portal.Kernel.Classification;

namespace Portal.Features.Identity.Changes;

/// <summary>A role that one administrator asked for and another one has to approve. The row is deleted when it was decided; the audit log keeps who did what.</summary>
internal sealed class RoleRequest
{
    [Classified(DataClass.Plain, "opaque id")]
    public Guid Id { get; set; }

    [Classified(DataClass.Plain, "opaque id of the account")]
    public Guid AccountId { get; set; }

    [Classified(DataClass.Plain, "role that the account gets in place of its own")]
    public Role Role { get; set; }

    [Classified(DataClass.Plain, "opaque id of the administrator who asked")]
    public Guid RequestedBy { get; set; }

    [Classified(DataClass.Plain, "order, and shown to who decides")]
    public DateTimeOffset RequestedAt { get; set; }

    [Classified(DataClass.Plain, "keyed MAC over what decides")]
    public byte[] Seal { get; set; } = [];
}

internal sealed class RoleRequestMap : IEntityTypeConfiguration<RoleRequest>
{
    public void Configure(EntityTypeBuilder<RoleRequest> builder)
    {
        builder.ToTable("role_requests", IdentityMaps.Schema, table => table.HasCheckConstraint("ck_role_requests_two_people", "account_id <> requested_by"));
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.Role).HasConversion<short>();
        builder.Property(r => r.Seal).HasMaxLength(32);
        builder.HasIndex(r => r.AccountId).IsUnique();
        builder.HasOne<Account>().WithMany().HasForeignKey(r => r.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}

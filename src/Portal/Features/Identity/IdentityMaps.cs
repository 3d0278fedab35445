using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Data.Classification;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Classification;

namespace Portal.Features.Identity;

/// <summary>
/// ASP.NET Core Identity's own tables (schema version 3, passkeys included), mapped by hand: with its ready-made context
/// the data layer would have to know this feature.
/// </summary>
internal static class IdentityMaps
{
    public const string Schema = "identity";

    // Logins, tokens and claims are keyed by names of ours or of a provider; 128 characters as in Identity's own schema.
    public const int NameLength = 128;
}

internal sealed class RoleMap : IEntityTypeConfiguration<IdentityRole<Guid>>
{
    public void Configure(EntityTypeBuilder<IdentityRole<Guid>> builder)
    {
        builder.ToTable("roles", IdentityMaps.Schema);
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Id).ValueGeneratedNever().Classify(DataClass.Plain, "opaque id");
        builder.Property(r => r.Name).HasMaxLength(64).Classify(DataClass.Plain, "name of a role");
        builder.Property(r => r.NormalizedName).HasMaxLength(64).Classify(DataClass.Plain, "name of a role");
        builder.Property(r => r.ConcurrencyStamp).HasMaxLength(64).IsConcurrencyToken().Classify(DataClass.Plain, "random, for optimistic concurrency");
        builder.HasIndex(r => r.NormalizedName).IsUnique();
        builder.HasData(AccountRoles.Rows);
    }
}

internal sealed class UserRoleMap : IEntityTypeConfiguration<AccountRole>
{
    public void Configure(EntityTypeBuilder<AccountRole> builder)
    {
        builder.ToTable("account_roles", IdentityMaps.Schema);
        builder.HasKey(r => new { r.UserId, r.RoleId });
        builder.Property(r => r.UserId).Classify(DataClass.Plain, "opaque id of the account");
        builder.Property(r => r.RoleId).Classify(DataClass.Plain, "id of the role");
        builder.Property(r => r.Seal).HasMaxLength(32);
        builder.HasOne<Account>().WithMany().HasForeignKey(r => r.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<IdentityRole<Guid>>().WithMany().HasForeignKey(r => r.RoleId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class UserClaimMap : IEntityTypeConfiguration<IdentityUserClaim<Guid>>
{
    public void Configure(EntityTypeBuilder<IdentityUserClaim<Guid>> builder)
    {
        builder.ToTable("account_claims", IdentityMaps.Schema);
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).Classify(DataClass.Plain, "row number");
        builder.Property(c => c.UserId).Classify(DataClass.Plain, "opaque id of the account");
        builder.Property(c => c.ClaimType).HasMaxLength(IdentityMaps.NameLength).Classify(DataClass.Plain, "name of a claim; the portal stores none");
        builder.Property(c => c.ClaimValue).HasMaxLength(IdentityMaps.NameLength).Classify(DataClass.Plain, "value of a claim; the portal stores none");
        builder.HasOne<Account>().WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RoleClaimMap : IEntityTypeConfiguration<IdentityRoleClaim<Guid>>
{
    public void Configure(EntityTypeBuilder<IdentityRoleClaim<Guid>> builder)
    {
        builder.ToTable("role_claims", IdentityMaps.Schema);
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).Classify(DataClass.Plain, "row number");
        builder.Property(c => c.RoleId).Classify(DataClass.Plain, "id of the role");
        builder.Property(c => c.ClaimType).HasMaxLength(IdentityMaps.NameLength).Classify(DataClass.Plain, "name of a claim; the portal stores none");
        builder.Property(c => c.ClaimValue).HasMaxLength(IdentityMaps.NameLength).Classify(DataClass.Plain, "value of a claim; the portal stores none");
        builder.HasOne<IdentityRole<Guid>>().WithMany().HasForeignKey(c => c.RoleId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class UserLoginMap : IEntityTypeConfiguration<IdentityUserLogin<Guid>>
{
    public void Configure(EntityTypeBuilder<IdentityUserLogin<Guid>> builder)
    {
        builder.ToTable("account_logins", IdentityMaps.Schema);
        builder.HasKey(l => new { l.LoginProvider, l.ProviderKey });
        builder.Property(l => l.LoginProvider).HasMaxLength(IdentityMaps.NameLength).Classify(DataClass.Plain, "name of a sign-in provider; none is set up");
        builder.Property(l => l.ProviderKey).HasMaxLength(IdentityMaps.NameLength).Classify(DataClass.Plain, "opaque id at a sign-in provider; none is set up");
        builder.Property(l => l.ProviderDisplayName).HasMaxLength(IdentityMaps.NameLength).Classify(DataClass.Plain, "name of a sign-in provider; none is set up");
        builder.Property(l => l.UserId).Classify(DataClass.Plain, "opaque id of the account");
        builder.HasOne<Account>().WithMany().HasForeignKey(l => l.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class UserTokenMap : IEntityTypeConfiguration<IdentityUserToken<Guid>>
{
    public void Configure(EntityTypeBuilder<IdentityUserToken<Guid>> builder)
    {
        builder.ToTable("account_tokens", IdentityMaps.Schema);
        builder.HasKey(t => new { t.UserId, t.LoginProvider, t.Name });
        builder.Property(t => t.UserId).Classify(DataClass.Plain, "opaque id of the account");
        builder.Property(t => t.LoginProvider).HasMaxLength(IdentityMaps.NameLength).Classify(DataClass.Plain, "name of a token provider");
        builder.Property(t => t.Name).HasMaxLength(IdentityMaps.NameLength).Classify(DataClass.Plain, "name of a token");
        builder.Property(t => t.Value).HasMaxLength(256).Classify(DataClass.Secret, "the account store refuses to write any");
        builder.HasOne<Account>().WithMany().HasForeignKey(t => t.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Data.Classification;
using Portal.Data.Notices;
using Portal.Kernel.Classification;

namespace Portal.Features.Identity.Accounts;

internal sealed class AccountMap : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("accounts", IdentityMaps.Schema);
        builder.HasKey(a => a.Id);
        LeaveOut(builder);
        Inherited(builder);
        builder.Property(a => a.DisabledFor).HasConversion<short>();
        builder.HasIndex(a => a.NormalizedEmail).IsUnique();
        builder.HasIndex(a => a.NormalizedUserName).IsUnique();
        builder.HasIndex(a => a.PatientId);
        // Notices and mails end with their account. The data layer knows no account, so the keys are drawn here.
        builder.HasMany<Notice>().WithOne().HasForeignKey(n => n.AccountId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany<Mail>().WithOne().HasForeignKey(m => m.AccountId).OnDelete(DeleteBehavior.Cascade);
    }

    // What Identity would store in the open, and its lock-out, which counts parallel tries as one: SignInCounter counts instead.
    private static void LeaveOut(EntityTypeBuilder<Account> builder)
    {
        builder.Ignore(a => a.Email);
        builder.Ignore(a => a.UserName);
        builder.Ignore(a => a.PhoneNumber);
        builder.Ignore(a => a.PhoneNumberConfirmed);
        builder.Ignore(a => a.TwoFactorEnabled);
        builder.Ignore(a => a.LockoutEnd);
        builder.Ignore(a => a.LockoutEnabled);
        builder.Ignore(a => a.AccessFailedCount);
    }

    private static void Inherited(EntityTypeBuilder<Account> builder)
    {
        builder.Property(a => a.Id).ValueGeneratedNever().Classify(DataClass.Plain, "opaque id");
        builder.Property(a => a.NormalizedEmail).HasMaxLength(64).Classify(DataClass.BlindIndex, "look-up at sign-in");
        builder.Property(a => a.NormalizedUserName).HasMaxLength(64).Classify(DataClass.BlindIndex, "look-up at sign-in");
        builder.Property(a => a.EmailConfirmed).Classify(DataClass.Plain, "state of the account");
        builder.Property(a => a.PasswordHash).HasMaxLength(256).Classify(DataClass.Secret, "PBKDF2 hash with its salt");
        builder.Property(a => a.SecurityStamp).HasMaxLength(64).Classify(DataClass.Secret, "random, changes with every credential");
        builder.Property(a => a.ConcurrencyStamp).HasMaxLength(64).IsConcurrencyToken().Classify(DataClass.Plain, "random, for optimistic concurrency");
    }
}

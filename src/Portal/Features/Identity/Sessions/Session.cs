using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Access;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Sessions;

/// <summary>A sign-in that is going on or was. The cookie holds a random token, this row only its hash.</summary>
internal sealed class Session
{
    /// <summary>The public id: audit entries name it, and it opens nothing.</summary>
    [Classified(DataClass.Plain, "opaque id, named by audit entries")]
    public Guid Id { get; set; }

    [Classified(DataClass.Secret, "SHA-256 of the 256-bit random token in the cookie")]
    public byte[] SecretHash { get; set; } = [];

    [Classified(DataClass.Plain, "opaque id of the account")]
    public Guid AccountId { get; set; }

    [Classified(DataClass.Plain, "role acted in, needed for rules and time limits")]
    public Role Role { get; set; }

    [Classified(DataClass.Plain, "decides what the session may do")]
    public SessionStage Stage { get; set; }

    [Classified(DataClass.Plain, "needed for the absolute time limit")]
    public DateTimeOffset CreatedAt { get; set; }

    [Classified(DataClass.Plain, "needed for the idle time limit")]
    public DateTimeOffset LastInputAt { get; set; }

    [Classified(DataClass.Plain, "kind of factor, for step-up")]
    public SessionFactor Factor { get; set; }

    [Classified(DataClass.Plain, "when the factor was shown, for step-up")]
    public DateTimeOffset? FactorAt { get; set; }

    [Classified(DataClass.Pii)]
    public Protected<string>? Ip { get; set; }

    [Classified(DataClass.Pii)]
    public Protected<string>? UserAgent { get; set; }

    /// <summary>The secret offered while enrolling. It belongs to this sign-in, so that nobody who began one knows the secret of another.</summary>
    [Classified(DataClass.Secret)]
    public Protected<byte[]>? OfferedSecret { get; set; }

    [Classified(DataClass.Plain, "decides whether the session lives")]
    public DateTimeOffset? EndedAt { get; set; }

    [Classified(DataClass.Plain, "why the session ended, told to whoever still has it open")]
    public SessionEnding Ending { get; set; }
}

internal sealed class SessionMap : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.ToTable("sessions", IdentityMaps.Schema);
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.SecretHash).HasMaxLength(32);
        builder.Property(s => s.Role).HasConversion<short>();
        builder.Property(s => s.Stage).HasConversion<short>();
        builder.Property(s => s.Factor).HasConversion<short>();
        builder.Property(s => s.Ending).HasConversion<short>();
        builder.HasIndex(s => s.SecretHash).IsUnique();
        builder.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}

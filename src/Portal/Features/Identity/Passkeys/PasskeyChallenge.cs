using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Passkeys;

/// <summary>What a passkey is asked for. An answer to one question opens nothing that another one asks for.</summary>
internal enum PasskeyUse
{
    None = 0,
    SignIn = 1,
    StepUp = 2,
    Adding = 3,
}

/// <summary>A question that waits for its answer. The row goes with the answer, right or wrong.</summary>
internal sealed class PasskeyChallenge
{
    [Classified(DataClass.Plain, "opaque id")]
    public Guid Id { get; set; }

    [Classified(DataClass.Plain, "what the passkey is asked for")]
    public PasskeyUse Use { get; set; }

    [Classified(DataClass.Secret, "SHA-256 of what names the session or browser that was asked")]
    public byte[] AskedHash { get; set; } = [];

    /// <summary>Identity's state of the ceremony: the challenge, and whom it is for.</summary>
    [Classified(DataClass.Secret)]
    public Protected<string>? State { get; set; }

    [Classified(DataClass.Plain, "decides whether an answer comes in time")]
    public DateTimeOffset CreatedAt { get; set; }
}

internal sealed class PasskeyChallengeMap : IEntityTypeConfiguration<PasskeyChallenge>
{
    public void Configure(EntityTypeBuilder<PasskeyChallenge> builder)
    {
        builder.ToTable("passkey_challenges", IdentityMaps.Schema);
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Use).HasConversion<short>();
        builder.Property(c => c.AskedHash).HasMaxLength(32);
        builder.HasIndex(c => c.CreatedAt);
    }
}

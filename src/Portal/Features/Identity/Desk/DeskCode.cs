using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Kernel;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Desk;

/// <summary>What a code is for.</summary>
public enum DeskCodeKind
{
    /// <summary>It is not known.</summary>
    None = 0,

    /// <summary>The patient has no account yet and sets one up.</summary>
    Activation = 1,

    /// <summary>The patient has an account and cannot get in any more.</summary>
    Recovery = 2,
}

/// <summary>How far a code has come. Numbers are stored.</summary>
internal enum DeskCodeState
{
    None = 0,

    /// <summary>It works until it expires or five tries with it were wrong.</summary>
    Open = 1,

    Used = 2,

    /// <summary>A newer code for the same patient took its place.</summary>
    Replaced = 3,

    /// <summary>Nobody used it in time.</summary>
    Expired = 4,

    /// <summary>Its account was disabled.</summary>
    Withdrawn = 5,
}

/// <summary>
/// A code that the desk hands to a patient whose identity document was looked at (ADR 0046). The code itself was shown and is not stored. Once it is
/// closed, name, addresses, birth date and proof are gone from the row; what stays says who made it, for which patient, on what document and when, and knows the code's
/// hash, so that a later try with it is told from a guess.
/// </summary>
internal sealed class DeskCode
{
    public const int MaxTries = 5;

    [Classified(DataClass.Plain, "opaque id")]
    public Guid Id { get; set; }

    [Classified(DataClass.Plain, "opaque token of the patient whom the code is for")]
    public PatientId PatientId { get; set; }

    /// <summary>The patient again while the code is open, so that there is one at a time.</summary>
    [Classified(DataClass.Plain, "opaque token of the patient, while the code is open")]
    public PatientId? OpenFor { get; set; }

    /// <summary>The account that is recovered, or the one to be; audit entries name it from the start.</summary>
    [Classified(DataClass.Plain, "opaque id of the account")]
    public Guid AccountId { get; set; }

    [Classified(DataClass.Plain, "what the code is for")]
    public DeskCodeKind Kind { get; set; }

    [Classified(DataClass.Plain, "decides whether the code works")]
    public DeskCodeState State { get; set; }

    [Classified(DataClass.Plain, "kind of the document that was looked at; no number is stored")]
    public IdentityDocument Document { get; set; }

    [Classified(DataClass.Plain, "opaque id of who made it, needed for reviews")]
    public Guid MadeBy { get; set; }

    [Classified(DataClass.Plain, "order, and needed for reviews")]
    public DateTimeOffset MadeAt { get; set; }

    [Classified(DataClass.Plain, "decides whether the code works")]
    public DateTimeOffset ExpiresAt { get; set; }

    [Classified(DataClass.Plain, "needed for reviews")]
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>Tries with this code that were counted and not taken back; from <see cref="MaxTries"/> on it opens nothing.</summary>
    [Classified(DataClass.Plain, "counts tries")]
    public int Tries { get; set; }

    [Classified(DataClass.Secret, "keyed hash of 60 random bits")]
    public byte[]? CodeHash { get; set; }

    [Classified(DataClass.Secret, "keyed hash of the birth date, bound to this row")]
    public byte[]? BirthHash { get; set; }

    /// <summary>Of the token that whoever gave code and birth date goes on with.</summary>
    [Classified(DataClass.Secret, "SHA-256 of a 256-bit random token")]
    public byte[]? ProofHash { get; set; }

    [Classified(DataClass.Plain, "decides whether the token works")]
    public DateTimeOffset? ProofUntil { get; set; }

    /// <summary>The name that the account gets.</summary>
    [Classified(DataClass.Pii)]
    public Protected<string>? ProtectedName { get; set; }

    /// <summary>The mail addresses that the record has, a line each: they are told as well when the code is used.</summary>
    [Classified(DataClass.Pii)]
    public Protected<string>? ProtectedAddresses { get; set; }

    /// <summary>Made by <see cref="DeskCodeSeal"/> while it is open; gone once it is closed.</summary>
    [Classified(DataClass.Plain, "keyed MAC over what decides")]
    public byte[]? Seal { get; set; }
}

internal sealed class DeskCodeMap : IEntityTypeConfiguration<DeskCode>
{
    public void Configure(EntityTypeBuilder<DeskCode> builder)
    {
        builder.ToTable("desk_codes", IdentityMaps.Schema);
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Kind).HasConversion<short>();
        builder.Property(c => c.State).HasConversion<short>();
        builder.Property(c => c.Document).HasConversion<short>();
        builder.Property(c => c.CodeHash).HasMaxLength(32);
        builder.Property(c => c.BirthHash).HasMaxLength(32);
        builder.Property(c => c.ProofHash).HasMaxLength(32);
        builder.Property(c => c.Seal).HasMaxLength(32);
        builder.HasIndex(c => c.OpenFor).IsUnique();
        builder.HasIndex(c => c.CodeHash).IsUnique();
        builder.HasIndex(c => c.ProofHash).IsUnique();
        // No foreign key to the account: that of an activation is not there yet.
    }
}

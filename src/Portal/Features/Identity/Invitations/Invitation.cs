using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Kernel.Access;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Invitations;

/// <summary>How far an invitation has come. Numbers are stored.</summary>
internal enum InvitationState
{
    None = 0,

    /// <summary>Asked for by one administrator; another one decides.</summary>
    Waiting = 1,

    /// <summary>Its link works until it expires.</summary>
    Open = 2,

    Used = 3,

    Declined = 4,

    Withdrawn = 5,

    /// <summary>Its link expired, and a newer invitation took its place or some days went by; or no second administrator decided in time.</summary>
    Expired = 6,
}

/// <summary>
/// A person who shall get an account. There is no account until the link is used: to sign-in the address is unknown like any other. Once it is
/// closed, name and address are gone from it; what stays says who asked, who decided and when.
/// </summary>
internal sealed class Invitation
{
    /// <summary>The one of the first administrator, so that there are never two.</summary>
    public static readonly Guid FirstAdministrator = new("5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f1001");

    [Classified(DataClass.Plain, "opaque id")]
    public Guid Id { get; set; }

    /// <summary>The id that the account gets; audit entries name it from the start.</summary>
    [Classified(DataClass.Plain, "opaque id of the account to be")]
    public Guid AccountId { get; set; }

    [Classified(DataClass.Pii)]
    public Protected<string>? ProtectedEmail { get; set; }

    [Classified(DataClass.Pii)]
    public Protected<string>? ProtectedName { get; set; }

    [Classified(DataClass.BlindIndex, "one invitation an address")]
    public string? EmailIndex { get; set; }

    [Classified(DataClass.Plain, "role that the account gets")]
    public Role Role { get; set; }

    [Classified(DataClass.Plain, "decides what may be done with it")]
    public InvitationState State { get; set; }

    /// <summary><c>null</c> for the command line.</summary>
    [Classified(DataClass.Plain, "opaque id of the administrator who asked")]
    public Guid? RequestedBy { get; set; }

    [Classified(DataClass.Plain, "order, and needed for access reviews")]
    public DateTimeOffset RequestedAt { get; set; }

    /// <summary>The second administrator; <c>null</c> where the approval was waived.</summary>
    [Classified(DataClass.Plain, "opaque id of the administrator who decided")]
    public Guid? DecidedBy { get; set; }

    [Classified(DataClass.Plain, "needed for access reviews")]
    public DateTimeOffset? DecidedAt { get; set; }

    [Classified(DataClass.Secret, "SHA-256 of the 256-bit random token in the link")]
    public byte[]? TokenHash { get; set; }

    [Classified(DataClass.Plain, "decides whether the link works")]
    public DateTimeOffset? ExpiresAt { get; set; }

    [Classified(DataClass.Plain, "needed for access reviews")]
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>Made by <see cref="InvitationSeal"/> while the invitation is under way; gone once it is closed.</summary>
    [Classified(DataClass.Plain, "keyed MAC over what decides")]
    public byte[]? Seal { get; set; }
}

internal sealed class InvitationMap : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        // The database too holds that nobody approves what they asked for.
        builder.ToTable("invitations", IdentityMaps.Schema, table => table.HasCheckConstraint("ck_invitations_two_people", "decided_by <> requested_by"));
        builder.HasKey(i => i.Id);
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.EmailIndex).HasMaxLength(64);
        builder.Property(i => i.TokenHash).HasMaxLength(32);
        builder.Property(i => i.Seal).HasMaxLength(32);
        builder.Property(i => i.Role).HasConversion<short>();
        builder.Property(i => i.State).HasConversion<short>();
        builder.HasIndex(i => i.EmailIndex).IsUnique();
        builder.HasIndex(i => i.TokenHash).IsUnique();
        builder.HasIndex(i => i.State);
    }
}

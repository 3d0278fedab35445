using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Classification;

namespace Portal.Features.Identity.Recovery;

/// <summary>How far a recovery has come. Numbers are stored.</summary>
internal enum RecoveryState
{
    None = 0,

    /// <summary>Opened by one administrator; another one decides. Nothing of the account has changed.</summary>
    Waiting = 1,

    /// <summary>Confirmed: the old credentials open nothing, and the link works until it expires.</summary>
    Open = 2,

    Used = 3,

    Declined = 4,

    Withdrawn = 5,

    /// <summary>It was not decided, or its link not used, in time, and a newer one took its place.</summary>
    Expired = 6,
}

/// <summary>A way back into an account of staff whose person can show no factor any more (ADR 0045). It holds no name and no address.</summary>
internal sealed class AccountRecovery
{
    /// <summary>In <see cref="RequestedBy"/>: whoever ran the verb at the server, who has no account.</summary>
    public static readonly Guid Operator = new("5b0d4d8e-6f3b-4f1a-9a70-1f0f6a2f1002");

    [Classified(DataClass.Plain, "opaque id")]
    public Guid Id { get; set; }

    [Classified(DataClass.Plain, "opaque id of the account")]
    public Guid AccountId { get; set; }

    /// <summary>The account again while the recovery is under way, so that there is one at a time.</summary>
    [Classified(DataClass.Plain, "opaque id of the account, while it is under way")]
    public Guid? UnderWayFor { get; set; }

    [Classified(DataClass.Plain, "code of why, needed for access reviews")]
    public RecoveryReason Reason { get; set; }

    [Classified(DataClass.Plain, "decides what may be done with it")]
    public RecoveryState State { get; set; }

    [Classified(DataClass.Plain, "opaque id of the administrator who opened it")]
    public Guid RequestedBy { get; set; }

    [Classified(DataClass.Plain, "order, and needed for access reviews")]
    public DateTimeOffset RequestedAt { get; set; }

    /// <summary>The second administrator; <c>null</c> where the confirmation was waived.</summary>
    [Classified(DataClass.Plain, "opaque id of the administrator who decided")]
    public Guid? DecidedBy { get; set; }

    [Classified(DataClass.Plain, "needed for access reviews")]
    public DateTimeOffset? DecidedAt { get; set; }

    [Classified(DataClass.Secret, "SHA-256 of the 256-bit random token in the link")]
    public byte[]? TokenHash { get; set; }

    /// <summary>Until when it may be decided; once it is confirmed, until when its link works.</summary>
    [Classified(DataClass.Plain, "decides whether it may be decided, or its link works")]
    public DateTimeOffset ExpiresAt { get; set; }

    [Classified(DataClass.Plain, "needed for access reviews")]
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>Made by <see cref="RecoverySeal"/> while it is under way; gone once it is closed.</summary>
    [Classified(DataClass.Plain, "keyed MAC over what decides")]
    public byte[]? Seal { get; set; }
}

internal sealed class AccountRecoveryMap : IEntityTypeConfiguration<AccountRecovery>
{
    public void Configure(EntityTypeBuilder<AccountRecovery> builder)
    {
        // The database too holds that three people are in it: who opens, who confirms, and whose account it is.
        builder.ToTable("recoveries", IdentityMaps.Schema, table => table.HasCheckConstraint(
            "ck_recoveries_three_people", "decided_by <> requested_by AND requested_by <> account_id AND decided_by <> account_id"));
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.Reason).HasConversion<short>();
        builder.Property(r => r.State).HasConversion<short>();
        builder.Property(r => r.TokenHash).HasMaxLength(32);
        builder.Property(r => r.Seal).HasMaxLength(32);
        builder.HasIndex(r => r.UnderWayFor).IsUnique();
        builder.HasIndex(r => r.TokenHash).IsUnique();
        builder.HasIndex(r => r.State);
        builder.HasOne<Account>().WithMany().HasForeignKey(r => r.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}

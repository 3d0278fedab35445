using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Kernel.Classification;

namespace Portal.Features.Identity.Accounts;

/// <summary>Counts an account's tries to sign in. A table of its own: it is changed by single statements, beside the account's concurrency stamp.</summary>
internal sealed class SignInCounter
{
    [Classified(DataClass.Plain, "opaque id of the account, or a number of a decoy")]
    public Guid AccountId { get; set; }

    /// <summary>Tries since the last whole sign-in or lock: the one being verified and those against the lock included.</summary>
    [Classified(DataClass.Plain, "counts tries")]
    public int Failures { get; set; }

    [Classified(DataClass.Plain, "decides whether a try is verified")]
    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>When the person was last told of a lock; once a day is enough.</summary>
    [Classified(DataClass.Plain, "needed to tell of a lock once")]
    public DateTimeOffset? LockToldAt { get; set; }

    /// <summary>The last time step whose code was accepted; each is accepted once.</summary>
    [Classified(DataClass.Plain, "a time step of 30 s")]
    public long LastTotpStep { get; set; }
}

internal sealed class SignInCounterMap : IEntityTypeConfiguration<SignInCounter>
{
    public void Configure(EntityTypeBuilder<SignInCounter> builder)
    {
        builder.ToTable("sign_in_counters", IdentityMaps.Schema);
        builder.HasKey(c => c.AccountId);
        builder.Property(c => c.AccountId).ValueGeneratedNever();
        // Whoever is locked is looked for every minute, to be told.
        builder.HasIndex(c => c.LockedUntil);
        // No foreign key: some rows belong to no account (SignInDecoys). Accounts are disabled, never deleted.
    }
}

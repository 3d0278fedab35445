using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;
using Portal.Kernel.Notices;

namespace Portal.Data.Notices;

/// <summary>
/// A mail that waits in the outbox. It is written with the change that it tells of and deleted once a carrier took it; one that nobody took is kept a while
/// as failed, without its address.
/// </summary>
internal sealed class Mail
{
    /// <summary>Makes the Message-ID, which stays the same however often the mail is tried: a receiver recognises a repeat by it (RFC 5322, 3.6.4).</summary>
    [Classified(DataClass.Plain, "opaque id")]
    public Guid Id { get; set; }

    [Classified(DataClass.Plain, "opaque id of the account")]
    public Guid AccountId { get; set; }

    [Classified(DataClass.Plain, "code of kind; the words are made from it")]
    public NoticeKind Kind { get; set; }

    [Classified(DataClass.Pii)]
    public Protected<string>? Address { get; set; }

    /// <summary>The path of a one-time link, with its token as the fragment; <c>null</c> for a mail that only tells.</summary>
    [Classified(DataClass.Secret)]
    public Protected<string>? Link { get; set; }

    [Classified(DataClass.Plain, "needed to give up, and for retention")]
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it is tried next; while a node sends it, when another one may take it over.</summary>
    [Classified(DataClass.Plain, "needed for order and retries")]
    public DateTimeOffset DueAt { get; set; }

    [Classified(DataClass.Plain, "counts tries")]
    public int Tries { get; set; }

    /// <summary>Names the one try that is going on, so that a node which was slower than its claim changes nothing any more.</summary>
    [Classified(DataClass.Plain, "random id of a try")]
    public Guid? Claim { get; set; }

    [Classified(DataClass.Plain, "when it was given up")]
    public DateTimeOffset? FailedAt { get; set; }

    /// <summary>A code of our own for what went wrong last; never a server's words, which may hold the address.</summary>
    [Classified(DataClass.Plain, "code of our own, shown to administrators")]
    public string? Problem { get; set; }
}

internal sealed class MailMap : IEntityTypeConfiguration<Mail>
{
    public const int ProblemLength = 64;

    public void Configure(EntityTypeBuilder<Mail> builder)
    {
        builder.ToTable("mail", Schemas.Notices);
        builder.HasKey(m => m.Id);
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.Property(m => m.Kind).HasConversion<short>();
        builder.Property(m => m.Problem).HasMaxLength(ProblemLength);
        builder.HasIndex(m => m.DueAt);
        builder.HasIndex(m => m.AccountId);
    }
}

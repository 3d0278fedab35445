using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Data;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Classification;

namespace Portal.Features.AccessReviews;

/// <summary>
/// One review of who may get at health data: whose access, from when to when, who began and who signed it. Sealed; once signed, the database itself refuses every change of
/// it and of its lines.
/// </summary>
internal sealed class Campaign
{
    private const string Proof = "kept as the proof of a review";

    [Classified(DataClass.Plain, "opaque id")]
    public Guid Id { get; set; }

    [Classified(DataClass.Plain, "code of kind: whose access is reviewed")]
    public ReviewScope Scope { get; set; }

    [Classified(DataClass.Plain, "role whose holders are reviewed")]
    public Role Role { get; set; }

    [Classified(DataClass.Plain, "name of a unit of the house")]
    public string? Department { get; set; }

    /// <summary>What it is about while it runs, and nothing afterwards: of the same scope one runs at a time, whichever nodes begin it.</summary>
    [Classified(DataClass.Plain, "code of kind, role and name of a unit")]
    public string? OpenKey { get; set; }

    [Classified(DataClass.Plain, "decides what may be done")]
    public ReviewState State { get; set; } = ReviewState.Running;

    /// <summary>From when on reads and emergency accesses are counted.</summary>
    [Classified(DataClass.Plain, Proof)]
    public DateTimeOffset Since { get; set; }

    [Classified(DataClass.Plain, "order; the next one is counted from it")]
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>Who began it; nothing for the portal itself.</summary>
    [Classified(DataClass.Plain, Proof)]
    public AccountId? StartedBy { get; set; }

    [Classified(DataClass.Plain, "needed for reminders and the end")]
    public DateTimeOffset DueAt { get; set; }

    [Classified(DataClass.Plain, Proof)]
    public DateTimeOffset? EndedAt { get; set; }

    [Classified(DataClass.Plain, Proof)]
    public DateTimeOffset? SignedAt { get; set; }

    [Classified(DataClass.Plain, Proof)]
    public AccountId? SignedBy { get; set; }

    /// <summary>The audit entry of the signature, which holds the hash of the file.</summary>
    [Classified(DataClass.Plain, "opaque id of an audit entry")]
    public Guid? SignEntry { get; set; }

    /// <summary>The file as it was signed, in the encrypted store.</summary>
    [Classified(DataClass.Plain, "opaque id of a file")]
    public Guid? FileId { get; set; }

    [Classified(DataClass.Plain, "SHA-256 of the signed file")]
    public byte[]? Hash { get; set; }

    /// <summary>Whoever decides counts it up and holds the row until the end of the transaction, so that a signature sees what was decided before it and nothing comes after.</summary>
    [Classified(DataClass.Plain, "counts decisions, one after the other")]
    public int Steps { get; set; }

    [Classified(DataClass.Plain, "change counter for optimistic concurrency")]
    public int Version { get; set; } = 1;

    [Classified(DataClass.Plain, "keyed MAC over the row")]
    public byte[] Seal { get; set; } = [];

    /// <summary>Waits for the turn to change a review; <c>false</c> where it is signed, and nothing changes any more.</summary>
    public static async Task<bool> TakeTurnAsync(PortalDbContext db, Guid id, CancellationToken cancel) =>
        await db.Set<Campaign>().Where(c => c.Id == id && c.State != ReviewState.Signed).ExecuteUpdateAsync(set => set.SetProperty(c => c.Steps, c => c.Steps + 1), cancel) == 1;
}

internal sealed class CampaignMap : IEntityTypeConfiguration<Campaign>
{
    public const int OpenKeyLength = 160;

    public void Configure(EntityTypeBuilder<Campaign> builder)
    {
        builder.ToTable("campaigns", Schemas.Review);
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Scope).HasConversion<short>();
        builder.Property(c => c.Role).HasConversion<short>();
        builder.Property(c => c.State).HasConversion<short>();
        builder.Property(c => c.Department).HasMaxLength(StartReviewInput.DepartmentLength);
        builder.Property(c => c.OpenKey).HasMaxLength(OpenKeyLength);
        builder.Property(c => c.Hash).HasMaxLength(32);
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.Property(c => c.Seal).HasMaxLength(32);
        builder.HasIndex(c => c.OpenKey).IsUnique();
        builder.HasIndex(c => new { c.StartedAt, c.Id });
        builder.HasIndex(c => new { c.State, c.DueAt });
    }
}

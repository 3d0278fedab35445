using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Kernel;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;
using Portal.Kernel.Findings;

namespace Portal.Data.Findings;

/// <summary>One thing that a person must look at. It names whom and what it is about by ids alone.</summary>
internal sealed class Finding
{
    private const string Review = "kept as the proof of a review";

    [Classified(DataClass.Plain, "opaque id")]
    public Guid Id { get; set; }

    [Classified(DataClass.Plain, "code of kind; the words are made from it")]
    public FindingKind Kind { get; set; }

    [Classified(DataClass.Plain, "needed for order")]
    public FindingSeverity Severity { get; set; }

    /// <summary>What makes it the same finding as another one of its kind.</summary>
    [Classified(DataClass.Plain, "opaque ids and codes of our own")]
    public string Key { get; set; } = "";

    /// <summary>Kind and key while it is open, and nothing afterwards: the same is open once.</summary>
    [Classified(DataClass.Plain, "opaque ids and codes of our own")]
    public string? OpenKey { get; set; }

    [Classified(DataClass.Plain, "needed for order and paging")]
    public DateTimeOffset RaisedAt { get; set; }

    /// <summary>When the same was seen last while it was open.</summary>
    [Classified(DataClass.Plain, "needed to judge it")]
    public DateTimeOffset LastAt { get; set; }

    /// <summary>How often the same was seen while it was open.</summary>
    [Classified(DataClass.Plain, "counts")]
    public int Times { get; set; }

    [Classified(DataClass.Plain, "needed to tell what is overdue")]
    public DateTimeOffset DueAt { get; set; }

    /// <summary>Whose doing it is about.</summary>
    [Classified(DataClass.Plain, "opaque id of an account")]
    public AccountId? Account { get; set; }

    /// <summary>Whose record it is about.</summary>
    [Classified(DataClass.Plain, "opaque token that joins a patient's rows")]
    public PatientId? Patient { get; set; }

    /// <summary>The audit entries behind it, the first ones of many.</summary>
    [Classified(DataClass.Plain, "opaque ids of audit entries")]
    public List<Guid> Entries { get; set; } = [];

    /// <summary>A code of our own that says more: of what, where, which limit.</summary>
    [Classified(DataClass.Plain, "code of our own")]
    public string? Detail { get; set; }

    [Classified(DataClass.Plain, Review)]
    public FindingState State { get; set; } = FindingState.Open;

    [Classified(DataClass.Plain, Review)]
    public AccountId? ReviewedBy { get; set; }

    [Classified(DataClass.Plain, Review)]
    public DateTimeOffset? ReviewedAt { get; set; }

    [Classified(DataClass.Plain, Review)]
    public FindingOutcome? Outcome { get; set; }

    /// <summary>What the reviewer wrote; it may name people.</summary>
    [Classified(DataClass.Phi)]
    public Protected<string>? Note { get; set; }

    /// <summary>Counts changes; a concurrent one loses against it.</summary>
    [Classified(DataClass.Plain, "change counter for optimistic concurrency")]
    public int Version { get; set; } = 1;
}

internal sealed class FindingMap : IEntityTypeConfiguration<Finding>
{
    public const int KeyLength = 160;
    public const int DetailLength = 64;

    public void Configure(EntityTypeBuilder<Finding> builder)
    {
        builder.ToTable("findings", Schemas.Review);
        builder.HasKey(f => f.Id);
        builder.Property(f => f.Id).ValueGeneratedNever();
        builder.Property(f => f.Kind).HasConversion<short>();
        builder.Property(f => f.Severity).HasConversion<short>();
        builder.Property(f => f.State).HasConversion<short>();
        builder.Property(f => f.Outcome).HasConversion<short?>();
        builder.Property(f => f.Key).HasMaxLength(KeyLength);
        builder.Property(f => f.OpenKey).HasMaxLength(KeyLength + 8);
        builder.Property(f => f.Detail).HasMaxLength(DetailLength);
        builder.Property(f => f.Version).IsConcurrencyToken();
        builder.HasIndex(f => f.OpenKey).IsUnique();
        builder.HasIndex(f => new { f.Kind, f.Key });
        builder.HasIndex(f => new { f.State, f.DueAt, f.Id });
        builder.HasIndex(f => new { f.State, f.ReviewedAt, f.Id });
    }
}

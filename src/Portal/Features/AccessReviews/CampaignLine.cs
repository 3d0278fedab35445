using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Data;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.AccessReviews;

/// <summary>One person's access in a review: as it was when the review began, who decides about it, and what was decided. Counts alone; nothing of a patient. Sealed.</summary>
internal sealed class CampaignLine
{
    private const string Snapshot = "what the decision stood on: kept as the proof of a review";

    private const string Review = "kept as the proof of a review";

    [Classified(DataClass.Plain, "opaque id")]
    public Guid Id { get; set; }

    [Classified(DataClass.Plain, "opaque id of the review")]
    public Guid CampaignId { get; set; }

    /// <summary>Its place, by name when the review began.</summary>
    [Classified(DataClass.Plain, "order and paging")]
    public int Number { get; set; }

    [Classified(DataClass.Plain, "opaque id of the account under review")]
    public AccountId AccountId { get; set; }

    [Classified(DataClass.Plain, Snapshot)]
    public Role Role { get; set; }

    [Classified(DataClass.Plain, Snapshot)]
    public string? Department { get; set; }

    [Classified(DataClass.Plain, Snapshot)]
    public AccountId? GivenBy { get; set; }

    [Classified(DataClass.Plain, Snapshot)]
    public DateTimeOffset? GivenAt { get; set; }

    [Classified(DataClass.Plain, Snapshot)]
    public DateTimeOffset? LastSignIn { get; set; }

    /// <summary>Records opened since the last review; nothing where counting took too long.</summary>
    [Classified(DataClass.Plain, Snapshot)]
    public int? Opened { get; set; }

    /// <summary>Emergency accesses taken since the last review; nothing where counting took too long.</summary>
    [Classified(DataClass.Plain, Snapshot)]
    public int? Glass { get; set; }

    /// <summary>Findings about the person that were open.</summary>
    [Classified(DataClass.Plain, Snapshot)]
    public int Findings { get; set; }

    [Classified(DataClass.Plain, Snapshot)]
    public LineMarks Marks { get; set; }

    /// <summary>Who decides; nothing where nobody may.</summary>
    [Classified(DataClass.Plain, "opaque id of an account: decides who may decide")]
    public AccountId? ReviewerId { get; set; }

    [Classified(DataClass.Plain, Review)]
    public AccountId? DelegatedBy { get; set; }

    /// <summary>What whoever handed it over wrote.</summary>
    [Classified(DataClass.Pii)]
    public Protected<string>? DelegationNote { get; set; }

    [Classified(DataClass.Plain, "decides what may be done")]
    public LineState State { get; set; }

    /// <summary>The role left where access was reduced.</summary>
    [Classified(DataClass.Plain, Review)]
    public Role NewRole { get; set; }

    [Classified(DataClass.Plain, Review)]
    public AccountId? DecidedBy { get; set; }

    [Classified(DataClass.Plain, Review)]
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>What whoever decided wrote.</summary>
    [Classified(DataClass.Pii)]
    public Protected<string>? Comment { get; set; }

    [Classified(DataClass.Plain, "change counter for optimistic concurrency")]
    public int Version { get; set; } = 1;

    [Classified(DataClass.Plain, "keyed MAC over the row")]
    public byte[] Seal { get; set; } = [];
}

internal sealed class CampaignLineMap : IEntityTypeConfiguration<CampaignLine>
{
    public void Configure(EntityTypeBuilder<CampaignLine> builder)
    {
        // Nobody decides about the own access, even past the portal.
        builder.ToTable("campaign_lines", Schemas.Review, table => table.HasCheckConstraint(
            "ck_campaign_lines_two_people", "(reviewer_id IS NULL OR reviewer_id <> account_id) AND (decided_by IS NULL OR decided_by <> account_id)"));
        builder.HasKey(line => line.Id);
        builder.Property(line => line.Id).ValueGeneratedNever();
        builder.Property(line => line.Role).HasConversion<short>();
        builder.Property(line => line.NewRole).HasConversion<short>();
        builder.Property(line => line.State).HasConversion<short>();
        builder.Property(line => line.Marks).HasConversion<short>();
        builder.Property(line => line.Department).HasMaxLength(StartReviewInput.DepartmentLength);
        builder.Property(line => line.Version).IsConcurrencyToken();
        builder.Property(line => line.Seal).HasMaxLength(32);
        builder.HasIndex(line => new { line.CampaignId, line.Number }).IsUnique();
        builder.HasIndex(line => new { line.ReviewerId, line.State });
        builder.HasOne<Campaign>().WithMany().HasForeignKey(line => line.CampaignId).OnDelete(DeleteBehavior.Restrict);
    }
}

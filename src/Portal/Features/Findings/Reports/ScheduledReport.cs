using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Data;
using Portal.Kernel;
using Portal.Kernel.Classification;
using Portal.Kernel.Findings;

namespace Portal.Features.Findings.Reports;

/// <summary>A report that somebody asked for: which, when, and for whom.</summary>
internal sealed class ScheduledReport
{
    private const string Schedule = "says when a report is made";

    [Classified(DataClass.Plain, "opaque id")]
    public Guid Id { get; set; }

    [Classified(DataClass.Plain, "code of kind; the words are made from it")]
    public ReportKind Kind { get; set; }

    /// <summary>The hour of the hospital's day from which it is made, 0 to 23.</summary>
    [Classified(DataClass.Plain, Schedule)]
    public short Hour { get; set; }

    /// <summary>The day of the week for a weekly one (<see cref="DayOfWeek"/>).</summary>
    [Classified(DataClass.Plain, Schedule)]
    public short? Weekday { get; set; }

    /// <summary>To whom; each may read it by the role at the time of reading.</summary>
    [Classified(DataClass.Plain, "opaque ids of accounts")]
    public List<Guid> Readers { get; set; } = [];

    [Classified(DataClass.Plain, Schedule)]
    public DateTimeOffset NextAt { get; set; }

    [Classified(DataClass.Plain, Schedule)]
    public DateTimeOffset? PausedAt { get; set; }

    /// <summary>A node is at it until then.</summary>
    [Classified(DataClass.Plain, "when another node may take it over")]
    public DateTimeOffset? TurnUntil { get; set; }

    [Classified(DataClass.Plain, "opaque id of an account")]
    public AccountId CreatedBy { get; set; }

    [Classified(DataClass.Plain, "needed for order")]
    public DateTimeOffset CreatedAt { get; set; }

    [Classified(DataClass.Plain, "change counter for optimistic concurrency")]
    public int Version { get; set; } = 1;
}

internal sealed class ScheduledReportMap : IEntityTypeConfiguration<ScheduledReport>
{
    public void Configure(EntityTypeBuilder<ScheduledReport> builder)
    {
        builder.ToTable("reports", Schemas.Review);
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.Kind).HasConversion<short>();
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.HasIndex(r => r.NextAt);
    }
}

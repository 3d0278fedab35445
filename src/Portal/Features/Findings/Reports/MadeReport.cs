using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Data;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;
using Portal.Kernel.Findings;

namespace Portal.Features.Findings.Reports;

/// <summary>A report that was made: counts, and nothing of a patient. It stays when its schedule goes, and ends by its own time.</summary>
internal sealed class MadeReport
{
    [Classified(DataClass.Plain, "opaque id")]
    public Guid Id { get; set; }

    /// <summary>The schedule it was made by.</summary>
    [Classified(DataClass.Plain, "opaque id")]
    public Guid Schedule { get; set; }

    [Classified(DataClass.Plain, "code of kind; the words are made from it")]
    public ReportKind Kind { get; set; }

    /// <summary>The beginning of the time it is about.</summary>
    [Classified(DataClass.Plain, "says what it is about")]
    public DateTimeOffset From { get; set; }

    /// <summary>The end of the time it is about, exclusive.</summary>
    [Classified(DataClass.Plain, "says what it is about")]
    public DateTimeOffset To { get; set; }

    [Classified(DataClass.Plain, "needed for order and retention")]
    public DateTimeOffset MadeAt { get; set; }

    /// <summary>To whom it was delivered.</summary>
    [Classified(DataClass.Plain, "opaque ids of accounts")]
    public List<Guid> Readers { get; set; } = [];

    /// <summary>The counts. They may tell on somebody where they are small, so they are encrypted.</summary>
    [Classified(DataClass.Pii)]
    public Protected<string>? Content { get; set; }
}

internal sealed class MadeReportMap : IEntityTypeConfiguration<MadeReport>
{
    public void Configure(EntityTypeBuilder<MadeReport> builder)
    {
        builder.ToTable("made_reports", Schemas.Review);
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.Kind).HasConversion<short>();
        // Of one stretch of time a schedule makes one report, whichever nodes are at it.
        builder.HasIndex(r => new { r.Schedule, r.To }).IsUnique();
        builder.HasIndex(r => r.MadeAt);
    }
}

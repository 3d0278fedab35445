using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Data;
using Portal.Data.Sealing;

namespace Portal.Features.BreakGlass;

internal sealed class GlassGrantMap : IEntityTypeConfiguration<GlassGrant>
{
    public void Configure(EntityTypeBuilder<GlassGrant> builder)
    {
        // No grant without end, even past the portal.
        builder.ToTable("grants", Schemas.Care, table => table.HasCheckConstraint("ck_grants_until", "until >= start"));
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasSeal(
            1,
            nameof(GlassGrant.AccountId), nameof(GlassGrant.SessionId), nameof(GlassGrant.Follows), nameof(GlassGrant.Reason), nameof(GlassGrant.Sentence),
            nameof(GlassGrant.CoversWriting), nameof(GlassGrant.PastExclusion), nameof(GlassGrant.Start), nameof(GlassGrant.Until), nameof(GlassGrant.EndedAt),
            nameof(GlassGrant.Ended), nameof(GlassGrant.Telling), nameof(GlassGrant.ToldAt), nameof(GlassGrant.ReviewDueAt), nameof(GlassGrant.Review),
            nameof(GlassGrant.ReviewerId), nameof(GlassGrant.ReviewedAt));
        builder.HasIndex(row => new { row.AccountId, row.PatientId, row.Follows }).IsUnique();
        builder.HasIndex(row => row.PatientId);
        // For the job that writes down ends, and for what is due or live.
        builder.HasIndex(row => new { row.EndedAt, row.Until });
        builder.HasIndex(row => new { row.Review, row.ReviewDueAt });
        builder.HasIndex(row => row.Telling);
    }
}

internal sealed class GlassStepMap : IEntityTypeConfiguration<GlassStep>
{
    public void Configure(EntityTypeBuilder<GlassStep> builder)
    {
        builder.ToTable("glass_steps", Schemas.Care);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasSeal(
            1,
            nameof(GlassStep.GrantId), nameof(GlassStep.AccountId), nameof(GlassStep.AuthorId), nameof(GlassStep.Kind), nameof(GlassStep.At), nameof(GlassStep.Text));
        builder.HasIndex(row => new { row.GrantId, row.At });
    }
}

internal sealed class SafetyHoldMap : IEntityTypeConfiguration<SafetyHold>
{
    public void Configure(EntityTypeBuilder<SafetyHold> builder)
    {
        builder.ToTable("safety_holds", Schemas.Care, table => table.HasCheckConstraint("ck_safety_holds_until", "until >= start"));
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasSeal(
            1, nameof(SafetyHold.AuthorId), nameof(SafetyHold.Start), nameof(SafetyHold.Until), nameof(SafetyHold.EndedAt), nameof(SafetyHold.Reason));
        builder.HasIndex(row => row.PatientId);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Data;
using Portal.Data.Sealing;

namespace Portal.Features.Patients.Charting.Drafts;

internal sealed class TypedDraftMap : IEntityTypeConfiguration<TypedDraft>
{
    public void Configure(EntityTypeBuilder<TypedDraft> builder)
    {
        builder.ToTable("drafts", Schemas.Clinical);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasSeal(
            1,
            nameof(TypedDraft.AccountId), nameof(TypedDraft.Kind), nameof(TypedDraft.EntryId), nameof(TypedDraft.EntryVersion),
            nameof(TypedDraft.KeptAt), nameof(TypedDraft.Fields));
        builder.HasIndex(row => new { row.PatientId, row.AccountId, row.Kind });
        builder.HasIndex(row => row.KeptAt);
    }
}

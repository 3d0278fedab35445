using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Data;
using Portal.Data.Sealing;

namespace Portal.Features.Patients.Charting.History;

internal sealed class EntryChangeMap : IEntityTypeConfiguration<EntryChange>
{
    public void Configure(EntityTypeBuilder<EntryChange> builder)
    {
        builder.ToTable("entry_history", Schemas.Clinical);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasSeal(
            1,
            nameof(EntryChange.EntryId), nameof(EntryChange.Kind), nameof(EntryChange.EntryVersion), nameof(EntryChange.AuthorId),
            nameof(EntryChange.ChangedAt), nameof(EntryChange.Before), nameof(EntryChange.After), nameof(EntryChange.Reason));
        builder.HasIndex(row => new { row.EntryId, row.EntryVersion }).IsUnique();
        builder.HasIndex(row => row.PatientId);
    }
}

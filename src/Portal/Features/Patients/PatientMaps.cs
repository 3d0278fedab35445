using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Data;
using Portal.Data.Sealing;
using Portal.Features.Patients.Import;
using Portal.Features.Patients.Registration;

namespace Portal.Features.Patients;

internal sealed class PatientMap : IEntityTypeConfiguration<Patient>
{
    private const int IndexSize = 16;

    public void Configure(EntityTypeBuilder<Patient> builder)
    {
        builder.ToTable("patients", Schemas.Pii);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasSeal(
            1,
            nameof(Patient.Name), nameof(Patient.BirthDate), nameof(Patient.Sex), nameof(Patient.Mrn), nameof(Patient.NationalId),
            nameof(Patient.Contact), nameof(Patient.Deceased), nameof(Patient.SourceDisplays), nameof(Patient.MrnIndex),
            nameof(Patient.NationalIdIndex), nameof(Patient.BirthDateIndex), nameof(Patient.EmailIndex), nameof(Patient.PhoneIndex));
        Index(builder, nameof(Patient.MrnIndex));
        Index(builder, nameof(Patient.NationalIdIndex));
        Index(builder, nameof(Patient.BirthDateIndex));
        Index(builder, nameof(Patient.EmailIndex));
        Index(builder, nameof(Patient.PhoneIndex));
    }

    private static void Index(EntityTypeBuilder<Patient> builder, string property)
    {
        builder.Property<byte[]?>(property).HasMaxLength(IndexSize);
        builder.HasIndex(property);
    }
}

internal sealed class PatientListRowMap : IEntityTypeConfiguration<PatientListRow>
{
    public void Configure(EntityTypeBuilder<PatientListRow> builder)
    {
        builder.ToTable("patients", Schemas.Roster);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasIndex(row => row.PatientId).IsUnique();
        builder.HasSeal(
            1, nameof(PatientListRow.Name), nameof(PatientListRow.BirthDate), nameof(PatientListRow.Sex), nameof(PatientListRow.Mrn));
    }
}

internal sealed class NameTokenMap : IEntityTypeConfiguration<NameToken>
{
    public void Configure(EntityTypeBuilder<NameToken> builder)
    {
        builder.ToTable("name_tokens", Schemas.Pii);
        builder.Property(row => row.Token).HasMaxLength(16);
        builder.HasKey(row => new { row.Token, row.PatientId });
        builder.HasIndex(row => row.PatientId);
    }
}

internal sealed class SourceResourceMap : IEntityTypeConfiguration<SourceResource>
{
    public void Configure(EntityTypeBuilder<SourceResource> builder)
    {
        builder.ToTable("resources", Schemas.Source);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.ResourceType).HasMaxLength(64);
        builder.Property(row => row.SourceKey).HasMaxLength(16);
        builder.Property(row => row.ContentHash).HasMaxLength(16);
        builder.HasSeal(
            1,
            nameof(SourceResource.ResourceType), nameof(SourceResource.SourceKey), nameof(SourceResource.ContentHash),
            nameof(SourceResource.Revision), nameof(SourceResource.ImportedAt), nameof(SourceResource.RowId), nameof(SourceResource.Body));
        builder.HasIndex(row => row.PatientId);
        builder.HasIndex(row => new { row.SourceKey, row.Revision }).IsUnique();
    }
}

internal sealed class DirectoryResourceMap : IEntityTypeConfiguration<DirectoryResource>
{
    public void Configure(EntityTypeBuilder<DirectoryResource> builder)
    {
        builder.ToTable("directory", Schemas.Source);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.ResourceType).HasMaxLength(64);
        builder.Property(row => row.SourceKey).HasMaxLength(16);
        builder.Property(row => row.ContentHash).HasMaxLength(16);
        builder.HasIndex(row => new { row.SourceKey, row.ContentHash }).IsUnique();
    }
}

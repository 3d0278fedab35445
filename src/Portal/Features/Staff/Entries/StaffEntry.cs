using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Data;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.Staff.Entries;

/// <summary>
/// One person who works here. Staff are data subjects too: what names or reaches the person is encrypted. Sealed, because who reviews whom and which team treats whom
/// hang on it (decision 0099).
/// </summary>
internal sealed class StaffEntry
{
    private const string Place = "name of a unit of the house: filters, reviews and access decisions query it";

    private const string Employment = "decides whether an account should still be open";

    [Classified(DataClass.Plain, "opaque id")]
    public Guid Id { get; set; }

    /// <summary>The staff number, by which a line of a file finds its entry.</summary>
    [Classified(DataClass.Pii)]
    public Protected<string>? Number { get; set; }

    [Classified(DataClass.BlindIndex)]
    public byte[] NumberIndex { get; set; } = [];

    [Classified(DataClass.Pii)]
    public Protected<string>? Name { get; set; }

    [Classified(DataClass.Plain, Place)]
    public string Department { get; set; } = "";

    [Classified(DataClass.Plain, Place)]
    public string? Team { get; set; }

    [Classified(DataClass.Plain, "opaque id of another entry; reviews query it")]
    public Guid? ManagerId { get; set; }

    [Classified(DataClass.Pii)]
    public Protected<string>? Profession { get; set; }

    [Classified(DataClass.Pii)]
    public Protected<string>? Licence { get; set; }

    [Classified(DataClass.BlindIndex)]
    public byte[]? LicenceIndex { get; set; }

    [Classified(DataClass.Plain, Employment)]
    public DateOnly EmployedFrom { get; set; }

    /// <summary>The last day.</summary>
    [Classified(DataClass.Plain, Employment)]
    public DateOnly? EmployedTo { get; set; }

    [Classified(DataClass.Pii)]
    public Protected<string>? Email { get; set; }

    [Classified(DataClass.Pii)]
    public Protected<string>? Phone { get; set; }

    /// <summary>The practitioner of imported records who this person is, by the same keyed hash as the resource has.</summary>
    [Classified(DataClass.BlindIndex)]
    public byte[]? PractitionerKey { get; set; }

    [Classified(DataClass.Plain, "change counter for optimistic concurrency")]
    public int Version { get; set; } = 1;

    [Classified(DataClass.Plain, "keyed MAC over what decides")]
    public byte[] Seal { get; set; } = [];
}

internal sealed class StaffEntryMap : IEntityTypeConfiguration<StaffEntry>
{
    public void Configure(EntityTypeBuilder<StaffEntry> builder)
    {
        builder.ToTable("entries", Schemas.Staff);
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.NumberIndex).HasMaxLength(32);
        builder.Property(e => e.LicenceIndex).HasMaxLength(32);
        builder.Property(e => e.PractitionerKey).HasMaxLength(32);
        builder.Property(e => e.Department).HasMaxLength(StaffInput.UnitLength);
        builder.Property(e => e.Team).HasMaxLength(StaffInput.UnitLength);
        builder.Property(e => e.Version).IsConcurrencyToken();
        builder.Property(e => e.Seal).HasMaxLength(32);
        builder.HasIndex(e => e.NumberIndex).IsUnique();
        builder.HasIndex(e => e.PractitionerKey).IsUnique();
        builder.HasIndex(e => new { e.Department, e.Team });
        builder.HasIndex(e => e.ManagerId);
        builder.HasOne<StaffEntry>().WithMany().HasForeignKey(e => e.ManagerId).OnDelete(DeleteBehavior.Restrict);
    }
}

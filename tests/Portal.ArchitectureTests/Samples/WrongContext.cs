using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Portal.Data;
using Portal.Data.Sealing;
using Portal.Kernel;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.ArchitectureTests.Samples;

/// <summary>A patient's row that breaks each law about columns once.</summary>
internal sealed class WrongRow : SealedRow
{
    public string? Unclassified { get; set; }

    [Classified(DataClass.Pii)]
    public string? Name { get; set; }

    [Classified(DataClass.Plain)]
    public string? Kind { get; set; }

    [Classified(DataClass.BlindIndex)]
    public string? Token { get; set; }

    [Classified(DataClass.Plain, "a secret of a sample")]
    public Protected<string>? OpenSecret { get; set; }

    [Classified(DataClass.Plain, "time needed for nothing good")]
    public DateTimeOffset? DeletedAt { get; set; }
}

/// <summary>A model that holds <see cref="WrongRow"/>; it never connects.</summary>
internal sealed class WrongContext() : DbContext(new DbContextOptionsBuilder().UseNpgsql("Host=none").Options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<IProtected>();
        configurationBuilder.Properties<PatientId>().HaveConversion<IdConverter>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<WrongRow>(row =>
        {
            row.ToTable("notes", "wrong");
            row.HasSeal(1, nameof(WrongRow.Name), nameof(WrongRow.Kind));
        });
        ProtectedColumns.Convert(modelBuilder);
        SnakeCase.Apply(modelBuilder.Model);
    }

    private sealed class IdConverter() : ValueConverter<PatientId, Guid>(id => id.Value, value => new PatientId(value));
}

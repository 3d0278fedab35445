using Microsoft.EntityFrameworkCore;

namespace Portal.Benchmarks.Search;

/// <summary>A patient in a table without protection, with an ordinary index on each thing that is searched for.</summary>
internal sealed class PlainPatient
{
    public Guid Id { get; set; }

    public string Family { get; set; } = "";

    public string Given { get; set; } = "";

    public DateOnly BirthDate { get; set; }

    public string Sex { get; set; } = "";

    public string Mrn { get; set; } = "";

    public string Email { get; set; } = "";
}

/// <summary>EF Core as it comes over that table.</summary>
internal sealed class PlainPatients(DbContextOptions<PlainPatients> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var patient = modelBuilder.Entity<PlainPatient>().ToTable("plain_patients", "public");
        patient.Property(row => row.Id).HasColumnName("id");
        patient.Property(row => row.Family).HasColumnName("family");
        patient.Property(row => row.Given).HasColumnName("given");
        patient.Property(row => row.BirthDate).HasColumnName("birth_date");
        patient.Property(row => row.Sex).HasColumnName("sex");
        patient.Property(row => row.Mrn).HasColumnName("mrn");
        patient.Property(row => row.Email).HasColumnName("email");
    }
}

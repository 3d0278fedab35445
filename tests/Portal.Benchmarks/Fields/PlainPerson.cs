using Portal.Features.Patients.Registration;

namespace Portal.Benchmarks.Fields;

/// <summary>The same eight fields as a patient's row, unprotected: what an application without this portal's protection would map.</summary>
internal sealed class PlainPerson
{
    public Guid Id { get; set; }

    public Guid PatientId { get; set; }

    public int Version { get; set; } = 1;

    public PersonName? Name { get; set; }

    public DateOnly? BirthDate { get; set; }

    public string? Sex { get; set; }

    public string? Mrn { get; set; }

    public string? NationalId { get; set; }

    public ContactDetails? Contact { get; set; }

    public DateTimeOffset? Deceased { get; set; }

    public IReadOnlyList<string>? SourceDisplays { get; set; }

    public string? Email { get; set; }

    public string? Phone { get; set; }
}

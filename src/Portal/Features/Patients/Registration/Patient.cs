using Portal.Data;
using Portal.Data.Sealing;
using Portal.Kernel.Audit;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Registration;

/// <summary>Who a patient is. <see cref="SealedRow.Id"/> equals <see cref="SealedRow.PatientId"/>.</summary>
[RowCategory(DataCategories.Identity)]
internal sealed class Patient : SealedRow
{
    [Classified(DataClass.Pii)]
    public Protected<PersonName>? Name { get; set; }

    [Classified(DataClass.Pii)]
    public Protected<DateOnly>? BirthDate { get; set; }

    /// <summary>FHIR administrative gender.</summary>
    [Classified(DataClass.Pii)]
    public Protected<string>? Sex { get; set; }

    [Classified(DataClass.Pii)]
    public Protected<string>? Mrn { get; set; }

    [Classified(DataClass.Pii)]
    public Protected<string>? NationalId { get; set; }

    [Classified(DataClass.Pii)]
    public Protected<ContactDetails>? Contact { get; set; }

    [Classified(DataClass.Phi)]
    public Protected<DateTimeOffset>? Deceased { get; set; }

    /// <summary>How source resources wrote the patient's name; they hold a token in its place.</summary>
    [Classified(DataClass.Pii)]
    public Protected<IReadOnlyList<string>>? SourceDisplays { get; set; }

    [Classified(DataClass.BlindIndex)]
    public byte[]? MrnIndex { get; set; }

    [Classified(DataClass.BlindIndex)]
    public byte[]? NationalIdIndex { get; set; }

    [Classified(DataClass.BlindIndex)]
    public byte[]? BirthDateIndex { get; set; }

    [Classified(DataClass.BlindIndex)]
    public byte[]? EmailIndex { get; set; }

    [Classified(DataClass.BlindIndex)]
    public byte[]? PhoneIndex { get; set; }
}

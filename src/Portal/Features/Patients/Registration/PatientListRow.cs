using Portal.Data;
using Portal.Data.Sealing;
using Portal.Kernel.Audit;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Registration;

/// <summary>The few fields that lists show, apart from the full identity (minimum necessary, 45 CFR 164.502(b)).</summary>
[RowCategory(DataCategories.Identity)]
internal sealed class PatientListRow : SealedRow
{
    [Classified(DataClass.Pii)]
    public Protected<PersonName>? Name { get; set; }

    [Classified(DataClass.Pii)]
    public Protected<DateOnly>? BirthDate { get; set; }

    [Classified(DataClass.Pii)]
    public Protected<string>? Sex { get; set; }

    [Classified(DataClass.Pii)]
    public Protected<string>? Mrn { get; set; }
}

using Portal.Data;
using Portal.Data.Sealing;
using Portal.Kernel;
using Portal.Kernel.Audit;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Care.Marks;

/// <summary>
/// A record is marked sensitive as long as there is such a row, whatever became of its seal: then only the team opens it. Which kind of mark it is says something
/// about the patient's health, and is encrypted.
/// </summary>
[RowCategory(DataCategories.Clinical)]
internal sealed class SensitiveMark : SealedRow
{
    [Classified(DataClass.Phi)]
    public Protected<SensitiveKind>? Kind { get; set; }

    [Classified(DataClass.Plain, "opaque account id: who set the mark")]
    public AccountId SetBy { get; set; }

    [Classified(DataClass.Plain, "time needed for order")]
    public DateTimeOffset SetAt { get; set; }
}

using Portal.Data;
using Portal.Data.Sealing;
using Portal.Kernel;
using Portal.Kernel.Audit;
using Portal.Kernel.Classification;

namespace Portal.Features.Patients.Care.Exclusions;

/// <summary>
/// The patient does not want this account to open the record, as long as there is such a row. One whose seal is broken excludes everybody who asks: whom it named
/// cannot be known any more.
/// </summary>
[RowCategory(DataCategories.Identity)]
internal sealed class Exclusion : SealedRow
{
    [Classified(DataClass.Plain, "opaque account id; access decisions query it")]
    public AccountId AccountId { get; set; }

    [Classified(DataClass.Plain, "time needed for order")]
    public DateTimeOffset Since { get; set; }
}

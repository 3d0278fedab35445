using Portal.Data;
using Portal.Data.Sealing;
using Portal.Kernel;
using Portal.Kernel.Audit;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.BreakGlass;

/// <summary>
/// Until then a patient is not told who broke the glass over the record, because the notice itself could harm somebody (45 CFR 164.524(a)(3), 164.528(a)(2)): a documented
/// decision of one person, with an end.
/// </summary>
[RowCategory(DataCategories.Audit)]
internal sealed class SafetyHold : SealedRow
{
    /// <summary>Who set it.</summary>
    [Classified(DataClass.Plain, "opaque account id")]
    public AccountId AuthorId { get; set; }

    [Classified(DataClass.Plain, "time needed for order and rules")]
    public DateTimeOffset Start { get; set; }

    [Classified(DataClass.Plain, "time needed for rules")]
    public DateTimeOffset Until { get; set; }

    [Classified(DataClass.Plain, "time needed for rules")]
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Why.</summary>
    [Classified(DataClass.Phi)]
    public Protected<string>? Reason { get; set; }
}

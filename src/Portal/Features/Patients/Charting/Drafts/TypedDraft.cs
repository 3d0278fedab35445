using Portal.Data;
using Portal.Data.Sealing;
using Portal.Kernel;
using Portal.Kernel.Audit;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Charting.Drafts;

/// <summary>
/// What somebody was typing into a chart and had not saved. It is offered to the same person alone, and for a day. Under the patient's own key: it is gone
/// with the patient, and found by the patient's token (GDPR Art. 17).
/// </summary>
[RowCategory(DataCategories.Clinical)]
internal sealed class TypedDraft : SealedRow
{
    [Classified(DataClass.Plain, "opaque account id; a draft is offered to its writer alone")]
    public AccountId AccountId { get; set; }

    [Classified(DataClass.Plain, "code of kind: where it is offered")]
    public EntryKind Kind { get; set; }

    /// <summary>The entry that was being corrected; <c>null</c> for a new one.</summary>
    [Classified(DataClass.Plain, "opaque id of the entry")]
    public Guid? EntryId { get; set; }

    /// <summary>The version of the entry that the correction stood on.</summary>
    [Classified(DataClass.Plain, "change counter for order and completeness")]
    public int EntryVersion { get; set; }

    [Classified(DataClass.Plain, "time needed for order and retention")]
    public DateTimeOffset KeptAt { get; set; }

    /// <summary>What stood in the fields, by the field's name.</summary>
    [Classified(DataClass.Phi)]
    public Protected<Dictionary<string, string>>? Fields { get; set; }
}

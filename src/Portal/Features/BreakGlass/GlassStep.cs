using Portal.Data;
using Portal.Data.Sealing;
using Portal.Kernel;
using Portal.Kernel.Audit;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.BreakGlass;

/// <summary>One step of a grant's review: a question, an answer or a decision, with what was written. Steps are added and never changed.</summary>
[RowCategory(DataCategories.Audit)]
internal sealed class GlassStep : SealedRow
{
    [Classified(DataClass.Plain, "opaque id of the grant")]
    public Guid GrantId { get; set; }

    /// <summary>Whose grant it is; that person reads the steps too.</summary>
    [Classified(DataClass.Plain, "opaque account id; row security asks it")]
    public AccountId AccountId { get; set; }

    [Classified(DataClass.Plain, "opaque account id of who wrote it")]
    public AccountId AuthorId { get; set; }

    /// <summary>The state that the review was in from then on.</summary>
    [Classified(DataClass.Plain, "code of kind")]
    public GlassReview Kind { get; set; }

    [Classified(DataClass.Plain, "time needed for order")]
    public DateTimeOffset At { get; set; }

    /// <summary>What was written.</summary>
    [Classified(DataClass.Phi)]
    public Protected<string>? Text { get; set; }
}

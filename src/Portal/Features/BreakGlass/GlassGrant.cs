using Portal.Data;
using Portal.Data.Sealing;
using Portal.Kernel;
using Portal.Kernel.Audit;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.BreakGlass;

/// <summary>
/// Somebody broke the glass: one person may open one patient's closed record from one time to another, for a reason. Sealed, because who may open a record hangs on it;
/// it belongs to the person and not to the session, so that a workstation that logs off in an emergency costs nobody the way in.
/// </summary>
[RowCategory(DataCategories.Audit)]
internal sealed class GlassGrant : SealedRow
{
    [Classified(DataClass.Plain, "opaque account id; access decisions query it")]
    public AccountId AccountId { get; set; }

    /// <summary>The session in which it was taken.</summary>
    [Classified(DataClass.Plain, "opaque session id; joins it with what was done in the session")]
    public SessionId SessionId { get; set; }

    /// <summary>
    /// The grant of the same person for the same patient before this one, or nothing. No two grants follow the same one, so that of many requests at once one makes a
    /// grant, and a grant that was deleted past the portal leaves a gap.
    /// </summary>
    [Classified(DataClass.Plain, "opaque id of the grant before; one request of many makes a grant")]
    public Guid Follows { get; set; }

    [Classified(DataClass.Plain, "code of kind: why the glass was broken")]
    public GlassReason Reason { get; set; }

    /// <summary>What the person wrote.</summary>
    [Classified(DataClass.Phi)]
    public Protected<string>? Sentence { get; set; }

    [Classified(DataClass.Plain, "what the grant covers; access decisions ask it")]
    public bool CoversWriting { get; set; }

    /// <summary>Whether it was taken against the patient's exclusion of the person.</summary>
    [Classified(DataClass.Plain, "what the grant covers; access decisions ask it")]
    public bool PastExclusion { get; set; }

    [Classified(DataClass.Plain, "time needed for access decisions and order")]
    public DateTimeOffset Start { get; set; }

    /// <summary>When it ends by itself. No grant is without an end.</summary>
    [Classified(DataClass.Plain, "time needed for access decisions")]
    public DateTimeOffset Until { get; set; }

    /// <summary>When it ended; from <see cref="Until"/> on it opens nothing, whether that was written down here yet or not.</summary>
    [Classified(DataClass.Plain, "time needed for access decisions")]
    public DateTimeOffset? EndedAt { get; set; }

    [Classified(DataClass.Plain, "code of kind: how it ended")]
    public GlassEnd Ended { get; set; }

    [Classified(DataClass.Plain, "state: whether the patient was told of it")]
    public GlassTelling Telling { get; set; }

    [Classified(DataClass.Plain, "time needed to show that the patient was told")]
    public DateTimeOffset? ToldAt { get; set; }

    [Classified(DataClass.Plain, "time needed for the review's deadline")]
    public DateTimeOffset ReviewDueAt { get; set; }

    [Classified(DataClass.Plain, "state of the review; the list of what is due asks it")]
    public GlassReview Review { get; set; }

    /// <summary>Who decided.</summary>
    [Classified(DataClass.Plain, "opaque account id")]
    public AccountId? ReviewerId { get; set; }

    [Classified(DataClass.Plain, "time needed for order and deadlines")]
    public DateTimeOffset? ReviewedAt { get; set; }
}

/// <summary>How a grant ended. Numbers are stored.</summary>
public enum GlassEnd : short
{
    /// <summary>It has not ended, or its time is over and nobody has written that down yet.</summary>
    None = 0,

    /// <summary>Its time was over.</summary>
    Expired = 1,

    /// <summary>The person gave it back.</summary>
    GivenBack = 2,

    /// <summary>The person took another one that covers more.</summary>
    Replaced = 3,
}

/// <summary>Whether the patient was told of a grant. Numbers are stored.</summary>
public enum GlassTelling : short
{
    /// <summary>Not known.</summary>
    None = 0,

    /// <summary>The patient was told.</summary>
    Told = 1,

    /// <summary>A documented safety hold says wait; the patient is told when it ends.</summary>
    Held = 2,

    /// <summary>The patient has no account to be told in.</summary>
    NoAccount = 3,
}

/// <summary>How far the review of a grant is. Numbers are stored.</summary>
public enum GlassReview : short
{
    /// <summary>Not known.</summary>
    None = 0,

    /// <summary>Nobody has decided yet.</summary>
    Due = 1,

    /// <summary>The reviewer asked the person something and waits for the answer.</summary>
    Asked = 2,

    /// <summary>The person answered; the reviewer has to decide.</summary>
    Answered = 3,

    /// <summary>Found appropriate.</summary>
    Appropriate = 4,

    /// <summary>Found inappropriate.</summary>
    Inappropriate = 5,
}

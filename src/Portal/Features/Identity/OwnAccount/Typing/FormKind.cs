namespace Portal.Features.Identity.OwnAccount.Typing;

/// <summary>The forms outside the charts whose text is kept while it is typed. Numbers are stored: new ones come last.</summary>
public enum FormKind
{
    /// <summary>It is not known.</summary>
    None = 0,

    /// <summary>An invitation.</summary>
    Invitation = 1,

    /// <summary>A colleague's new address.</summary>
    PersonEmail = 2,

    /// <summary>What came of a finding's review.</summary>
    FindingReview = 3,

    /// <summary>What an export of the audit log is for.</summary>
    AuditExport = 4,

    /// <summary>The name of a search that is to be kept.</summary>
    SavedSearch = 5,

    /// <summary>A person of the staff directory.</summary>
    StaffEntry = 30,

    /// <summary>The draft of a policy.</summary>
    PolicyDraft = 60,

    /// <summary>What a review of an emergency access says.</summary>
    GlassReview = 61,

    /// <summary>The answer to a question about an emergency access.</summary>
    GlassAnswer = 62,

    /// <summary>Why a patient must not be told for a while.</summary>
    SafetyHold = 63,
}

/// <summary>Which form it is.</summary>
/// <param name="Form">The form.</param>
/// <param name="Subject">What it is about; empty for a form of nothing yet.</param>
public readonly record struct TypingPlace(FormKind Form, Guid Subject = default);

/// <summary>What was typed, as it is offered again.</summary>
/// <param name="KeptAt">When it was last kept.</param>
/// <param name="Fields">The fields' text by their names.</param>
public sealed record TypedText(DateTimeOffset KeptAt, IReadOnlyDictionary<string, string> Fields)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(TypedText);
}

namespace Portal.Features.Identity.StepUp;

/// <summary>How showing the factor again ended.</summary>
public enum StepUpOutcome
{
    /// <summary>Wrong, used before, or too many tries. The person may not learn which.</summary>
    Refused = 0,

    /// <summary>The session ended meanwhile: sign in again.</summary>
    SessionEnded = 1,

    /// <summary>It is the person.</summary>
    Confirmed = 2,
}

/// <summary>The end of a step-up.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Token">The cookie's new token when it was confirmed; the old one opens nothing any more.</param>
public sealed record StepUpResult(StepUpOutcome Outcome, string? Token = null)
{
    internal static StepUpResult Refused { get; } = new(StepUpOutcome.Refused);

    internal static StepUpResult SessionEnded { get; } = new(StepUpOutcome.SessionEnded);

    /// <inheritdoc/>
    public override string ToString() => Outcome.ToString();
}

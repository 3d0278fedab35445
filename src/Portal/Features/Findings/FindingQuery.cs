using FluentValidation;
using Portal.Kernel;
using Portal.Kernel.Findings;

namespace Portal.Features.Findings;

/// <summary>How old a finding is that is asked for.</summary>
public enum FindingAge
{
    /// <summary>Any.</summary>
    Any = 0,

    /// <summary>Open, and its time has passed.</summary>
    Overdue = 1,

    /// <summary>Raised within the last seven days.</summary>
    Week = 2,

    /// <summary>Raised more than thirty days ago.</summary>
    Old = 3,
}

/// <summary>What is asked of the queue: all that is set must be so.</summary>
public sealed record FindingQuery
{
    /// <summary>Open or reviewed ones; <c>null</c> for both, open ones first.</summary>
    public FindingState? State { get; init; } = FindingState.Open;

    /// <summary>One kind alone.</summary>
    public FindingKind? Kind { get; init; }

    /// <summary>How old.</summary>
    public FindingAge Age { get; init; }

    /// <summary>Where the page begins; <c>null</c> for the first.</summary>
    public string? Cursor { get; init; }
}

internal sealed class FindingQueryRules : AbstractValidator<FindingQuery>
{
    public FindingQueryRules()
    {
        RuleFor(q => q.State).IsInEnum();
        RuleFor(q => q.Kind).IsInEnum();
        RuleFor(q => q.Age).IsInEnum();
        RuleFor(q => q.Cursor).Must(FindingCursor.IsNoneOrOurs).WithMessage("Start the list again from its first page.");
    }
}

using FluentValidation;
using Portal.Features.Staff;
using Portal.Kernel.Access;

namespace Portal.Features.AccessReviews;

/// <summary>What an officer asks for.</summary>
/// <param name="Scope">Whose access.</param>
/// <param name="Role">The role, for <see cref="ReviewScope.Role"/>.</param>
/// <param name="Department">The department, for <see cref="ReviewScope.Department"/>.</param>
/// <param name="LastDay">The last day on which reviewers decide, UTC.</param>
public sealed record StartReviewInput(ReviewScope Scope, Role Role, string? Department, DateOnly LastDay)
{
    /// <summary>The most days that reviewers have.</summary>
    public const int MostDays = 120;

    internal const int DepartmentLength = StaffInput.UnitLength;
}

internal sealed class StartReviewRules : AbstractValidator<StartReviewInput>
{
    public StartReviewRules(TimeProvider clock)
    {
        RuleFor(input => input.Scope).IsInEnum().NotEqual(ReviewScope.None).WithMessage("Choose whose access is reviewed.");
        RuleFor(input => input.Role).Must((input, role) => input.Scope == ReviewScope.Role ? HealthAccess.OfStaff.Contains(role) : role == Role.None).WithMessage("Choose a role.");
        RuleFor(input => input.Department).MaximumLength(StartReviewInput.DepartmentLength)
            .Must((input, department) => string.IsNullOrWhiteSpace(department) == (input.Scope != ReviewScope.Department)).WithMessage("Choose a department.");
        RuleFor(input => input.LastDay).Must(day => day > Today(clock) && day <= Today(clock).AddDays(StartReviewInput.MostDays))
            .WithMessage("Choose a last day from tomorrow on, within 120 days.");
    }

    private static DateOnly Today(TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
}

using FluentValidation;
using FluentValidation.Results;
using Portal.Features.Identity.Passwords;
using Portal.Features.Identity.Sessions;

namespace Portal.Features.Identity.Invitations;

/// <summary>What comes with a link: name and password only once they were typed.</summary>
internal sealed record ActivationInput(string? Token, string? Name, string? Password)
{
    public override string ToString() => "ActivationInput";
}

internal sealed class ActivationRules : AbstractValidator<ActivationInput>
{
    public static readonly ActivationRules Instance = new();

    public ActivationRules()
    {
        RuleFor(input => input.Token).Must(SessionToken.LooksLikeOne).WithMessage("Use the whole link.");
        RuleFor(input => input.Name).Must(name => string.IsNullOrEmpty(name) || PersonRules.IsName(name)).WithMessage(PersonRules.Name);
        RuleFor(input => input.Password).Must(password => password is null || password.Length <= PasswordRules.MaxLength)
            .WithMessage(PasswordRules.SentenceOf(PasswordProblem.TooLong));
    }
}

internal static class ActivationFaults
{
    public static bool Faults(this ValidationResult result, string field) => result.Errors.Exists(error => error.PropertyName == field);
}

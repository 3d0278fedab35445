using FluentValidation;
using Portal.Features.Identity.Sessions;

namespace Portal.Features.Identity.Factors;

/// <summary>What the second step of a sign-in is given.</summary>
/// <param name="Token">The token in the cookie of the waiting session.</param>
/// <param name="Code">The code as typed.</param>
internal sealed record FactorInput(string? Token, string? Code)
{
    /// <inheritdoc/>
    public override string ToString() => "FactorInput";
}

/// <summary>
/// The form of a code: what a person could have typed. What has another form is refused without being verified or counted, with the same
/// answer; a short or long code has the form, so that every try that somebody makes by hand counts.
/// </summary>
internal sealed class FactorRules : AbstractValidator<FactorInput>
{
    private const int MaxLength = 40;

    private FactorRules(Func<char, bool> isPart)
    {
        RuleFor(input => input.Token).Must(SessionToken.LooksLikeOne).WithMessage("Start the sign-in again.");
        RuleFor(input => input.Code)
            .Must(code => CouldBeTyped(code, isPart))
            .WithMessage("Type the code as it is shown.");
    }

    /// <summary>Digits of an authenticator app.</summary>
    public static FactorRules Totp { get; } = new(char.IsAsciiDigit);

    /// <summary>Letters and digits of a recovery code.</summary>
    public static FactorRules RecoveryCode { get; } = new(char.IsAsciiLetterOrDigit);

    /// <summary>Whether a text consists of the parts of a code, and of what people put between them.</summary>
    public static bool CouldBeTyped(string? code, Func<char, bool> isPart) =>
        code?.Length is > 0 and <= MaxLength && code.All(letter => isPart(letter) || letter == '-' || char.IsWhiteSpace(letter));
}

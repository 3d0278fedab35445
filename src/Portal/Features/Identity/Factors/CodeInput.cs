using FluentValidation;

namespace Portal.Features.Identity.Factors;

/// <summary>A code that a person who is signed in typed.</summary>
internal sealed record CodeInput(string? Code)
{
    /// <inheritdoc/>
    public override string ToString() => "CodeInput";
}

/// <summary>The form of such a code; see <see cref="FactorRules"/>.</summary>
internal sealed class CodeRules : AbstractValidator<CodeInput>
{
    private CodeRules() =>
        RuleFor(input => input.Code).Must(code => FactorRules.CouldBeTyped(code, char.IsAsciiDigit)).WithMessage("Type the code as it is shown.");

    /// <summary>Digits of an authenticator app.</summary>
    public static CodeRules Totp { get; } = new();
}

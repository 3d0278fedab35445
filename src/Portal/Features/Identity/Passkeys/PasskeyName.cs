using FluentValidation;

namespace Portal.Features.Identity.Passkeys;

/// <summary>What a person calls a passkey.</summary>
internal sealed record PasskeyName(string? Name)
{
    /// <inheritdoc/>
    public override string ToString() => "PasskeyName";
}

/// <summary>Something, and not more than a list shows.</summary>
internal sealed class PasskeyNameRules : AbstractValidator<PasskeyName>
{
    private PasskeyNameRules() =>
        RuleFor(input => input.Name)
            .Must(IsUsable)
            .WithMessage("Give the passkey a name of at most 60 characters.");

    public static PasskeyNameRules Valid { get; } = new();

    private static bool IsUsable(string? name) =>
        !string.IsNullOrWhiteSpace(name) && name.Trim().Length <= PasskeyBook.NameLength && !name.Any(char.IsControl);
}

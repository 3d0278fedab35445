using FluentValidation;

namespace Portal.Features.Identity.Passkeys;

/// <summary>A new passkey as the browser sends it, and what the person calls it.</summary>
internal sealed record NewPasskey(PasskeyAnswer Answer, PasskeyName Name)
{
    /// <inheritdoc/>
    public override string ToString() => "NewPasskey";
}

/// <summary>Both have the form that they need.</summary>
internal sealed class NewPasskeyRules : AbstractValidator<NewPasskey>
{
    private NewPasskeyRules()
    {
        RuleFor(made => made.Answer).SetValidator(PasskeyAnswerRules.Valid);
        RuleFor(made => made.Name).SetValidator(PasskeyNameRules.Valid);
    }

    public static NewPasskeyRules Valid { get; } = new();
}

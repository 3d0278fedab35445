using FluentValidation;

namespace Portal.Features.Identity.Passkeys;

/// <summary>A new passkey as the browser sends it, and what the person calls it.</summary>
internal sealed record NewPasskey(Guid Ticket, string? Credential, string? Name)
{
    /// <inheritdoc/>
    public override string ToString() => "NewPasskey";
}

/// <summary>Both have the form that they need.</summary>
internal sealed class NewPasskeyRules : AbstractValidator<NewPasskey>
{
    private NewPasskeyRules()
    {
        RuleFor(made => made.Ticket).NotEqual(Guid.Empty).WithMessage("Ask for the passkey again.");
        RuleFor(made => made.Credential).Must(json => json?.Length is > 0 and <= PasskeyAnswerRules.MaxLength).WithMessage("Ask for the passkey again.");
        RuleFor(made => made.Name).Must(PasskeyNameRules.IsUsable).WithMessage("Give the passkey a name of at most 60 characters.");
    }

    public static NewPasskeyRules Valid { get; } = new();
}

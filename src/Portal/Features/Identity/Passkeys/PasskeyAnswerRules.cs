using FluentValidation;
using Portal.Features.Identity.Sessions;

namespace Portal.Features.Identity.Passkeys;

/// <summary>The form of an answer: a ticket, and JSON of a size that a device could have made.</summary>
internal sealed class PasskeyAnswerRules : AbstractValidator<PasskeyAnswer>
{
    // A public key of 4096 bits, an id of a kilobyte and certificates that nobody asked for stay below it.
    private const int MaxLength = 32 * 1024;

    private PasskeyAnswerRules()
    {
        RuleFor(answer => answer.Ticket).NotEqual(Guid.Empty).WithMessage("Ask for the passkey again.");
        RuleFor(answer => answer.Credential).Must(json => json?.Length is > 0 and <= MaxLength).WithMessage("Ask for the passkey again.");
        RuleFor(answer => answer.Browser).Must(browser => browser is null || SessionToken.LooksLikeOne(browser)).WithMessage("Ask for the passkey again.");
    }

    public static PasskeyAnswerRules Valid { get; } = new();
}

using FluentValidation;
using Portal.Features.Identity.Sessions;

namespace Portal.Features.Identity.Passkeys;

/// <summary>What names a browser that has no session yet.</summary>
internal sealed record PasskeyBrowser(string? Cookie)
{
    /// <inheritdoc/>
    public override string ToString() => "PasskeyBrowser";
}

/// <summary>The form of the cookie: as random as a session's.</summary>
internal sealed class PasskeyBrowserRules : AbstractValidator<PasskeyBrowser>
{
    private PasskeyBrowserRules() =>
        RuleFor(browser => browser.Cookie).Must(SessionToken.LooksLikeOne).WithMessage("Ask for the passkey again.");

    public static PasskeyBrowserRules Valid { get; } = new();
}

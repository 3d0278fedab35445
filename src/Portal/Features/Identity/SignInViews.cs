using Portal.Features.Identity.Sessions;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.Identity;

/// <summary>A right password: what the cookie of the waiting session holds, and what is asked for next.</summary>
/// <param name="Token">The token; it authenticates nobody.</param>
/// <param name="Next">A code, or the enrolment of a factor.</param>
public sealed record SignInStep(string Token, SessionStage Next);

/// <summary>How the second step ended.</summary>
public enum FactorOutcome
{
    /// <summary>The code is wrong, was used before, or there were too many tries. The person may not learn which.</summary>
    Refused = 0,

    /// <summary>The sign-in took too long or was finished elsewhere: start again.</summary>
    StartAgain = 1,

    /// <summary>Signed in.</summary>
    SignedIn = 2,
}

/// <summary>The end of the second step.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Token">The cookie's new token when signed in.</param>
/// <param name="RecoveryCodes">New recovery codes, to be shown once; empty unless a factor was enrolled.</param>
public sealed record FactorResult(FactorOutcome Outcome, string? Token, IReadOnlyList<string> RecoveryCodes)
{
    internal static FactorResult Refused { get; } = new(FactorOutcome.Refused, null, []);

    internal static FactorResult StartAgain { get; } = new(FactorOutcome.StartAgain, null, []);

    internal static FactorResult SignedIn(string token, IReadOnlyList<string> codes) => new(FactorOutcome.SignedIn, token, codes);

    /// <inheritdoc/>
    public override string ToString() => Outcome.ToString();
}

/// <summary>The secret offered for an authenticator app.</summary>
/// <param name="Key">The secret in base 32, in groups of four, for typing.</param>
/// <param name="Address">The <c>otpauth</c> address that a QR code shows.</param>
public sealed record TotpOffer(string Key, string Address)
{
    /// <inheritdoc/>
    public override string ToString() => "TotpOffer";
}

/// <summary>A living, full session.</summary>
/// <param name="Session">Its public id.</param>
/// <param name="Account">Whose it is.</param>
/// <param name="Role">The role acted in.</param>
/// <param name="Name">The person's own name, to be shown to that person.</param>
/// <param name="Patient">The person's own record, for a patient's account.</param>
/// <param name="Left">How long it lives unless the person does something; never negative.</param>
/// <param name="CanStay">Whether doing something prolongs it: not in the last minutes before the absolute limit.</param>
public sealed record SessionView(
    SessionId Session, AccountId Account, Role Role, string? Name, PatientId? Patient, TimeSpan Left, bool CanStay)
{
    /// <inheritdoc/>
    public override string ToString() => "SessionView";
}

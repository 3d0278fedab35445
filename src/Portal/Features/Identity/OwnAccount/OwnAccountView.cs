using Portal.Features.Identity.Passkeys;
using Portal.Features.Identity.Passwords;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.OwnAccount;

/// <summary>A person's own account as that person sees it.</summary>
/// <param name="Name">The name shown to others.</param>
/// <param name="Email">The address that the person signs in with; masked, because others look at screens too.</param>
/// <param name="Role">The role of the session.</param>
/// <param name="AppSince">When the authenticator app was set up, UTC.</param>
/// <param name="RecoveryCodesLeft">How many recovery codes were not used yet.</param>
/// <param name="IsFresh">Whether a factor was shown a moment ago, so that a change asks for none.</param>
/// <param name="IsFreshForNewApp">The same for setting up another app, where a recovery code counts too.</param>
/// <param name="Passkeys">The passkeys that sign in to it.</param>
/// <param name="MayAddPasskey">Whether there may be one more.</param>
public sealed record OwnAccountView(
    Revealed<string> Name, Revealed<string> Email, Role Role, DateTimeOffset? AppSince, int RecoveryCodesLeft, bool IsFresh, bool IsFreshForNewApp,
    IReadOnlyList<PasskeyItem> Passkeys, bool MayAddPasskey)
{
    /// <inheritdoc/>
    public override string ToString() => "OwnAccountView";
}

/// <summary>How a change of one's own credentials ended.</summary>
public enum OwnChangeOutcome
{
    /// <summary>The password or code given was wrong, or there were too many tries.</summary>
    Refused = 0,

    /// <summary>The session ended meanwhile, or there is nothing to confirm: start again.</summary>
    StartAgain = 1,

    /// <summary>The new password is not taken; <see cref="OwnChangeResult.Problem"/> says why.</summary>
    NotTaken = 2,

    /// <summary>It was changed.</summary>
    Changed = 3,
}

/// <summary>The end of a change of one's own credentials.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Token">The cookie's new token where it was changed; the old one opens nothing any more.</param>
/// <param name="Problem">What is wrong with a new password.</param>
public sealed record OwnChangeResult(OwnChangeOutcome Outcome, string? Token = null, PasswordProblem? Problem = null)
{
    internal static OwnChangeResult Refused { get; } = new(OwnChangeOutcome.Refused);

    internal static OwnChangeResult StartAgain { get; } = new(OwnChangeOutcome.StartAgain);

    /// <inheritdoc/>
    public override string ToString() => Outcome.ToString();
}

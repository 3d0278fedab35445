using Portal.Features.Identity.Passwords;

namespace Portal.Features.Identity.Recovery;

/// <summary>How a step of a recovery ended.</summary>
public enum RecoveryOutcome
{
    /// <summary>Nothing was done: it is not there any more, or somebody else decided first.</summary>
    Gone = 0,

    /// <summary>It waits for a second administrator; nothing of the account has changed.</summary>
    Waiting = 1,

    /// <summary>It is confirmed: the old credentials open nothing, and the link is ready to be handed over.</summary>
    Ready = 2,

    /// <summary>It was declined or withdrawn; its link, if it had one, opens nothing.</summary>
    Closed = 3,

    /// <summary>Who opened it, or whose account it is, may not decide about it.</summary>
    Own = 4,

    /// <summary>One is under way for this account already.</summary>
    UnderWay = 5,

    /// <summary>The account is no active one of staff: patients get a code at the desk, and a disabled account stays closed.</summary>
    NotForThisAccount = 6,

    /// <summary>Another administrator can act, and helps in the portal; said at the server's command line alone.</summary>
    OthersCan = 7,
}

/// <summary>The end of a step of a recovery.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Link">The link, where one was made; shown once.</param>
/// <param name="IsWaived">Whether no second administrator had to confirm, because there are too few.</param>
public sealed record RecoveryResult(RecoveryOutcome Outcome, RecoveryLink? Link = null, bool IsWaived = false);

/// <summary>How the use of a link or code for a new password ended: exactly one of the two says something, or it is refused.</summary>
/// <param name="Next">The sign-in that goes on with the enrolment of a new factor.</param>
/// <param name="Problem">What is wrong with the password; the link still works.</param>
public sealed record RecoveredResult(SignInStep? Next, PasswordProblem? Problem)
{
    internal static RecoveredResult Refused { get; } = new(null, null);

    /// <summary>The link is unknown, used, taken back or expired. The person may not learn which.</summary>
    public bool IsRefused => this == Refused;

    /// <inheritdoc/>
    public override string ToString() => "RecoveredResult";
}

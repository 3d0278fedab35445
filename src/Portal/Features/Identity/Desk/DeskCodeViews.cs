using Portal.Features.Identity.Passwords;

namespace Portal.Features.Identity.Desk;

/// <summary>What whoever gave code and birth date may do now.</summary>
/// <param name="Kind">Set an account up, or get back into the own one.</param>
/// <param name="Email">The address that the account has; <c>null</c> where it is chosen now.</param>
public sealed record DeskCodeView(DeskCodeKind Kind, string? Email)
{
    /// <inheritdoc/>
    public override string ToString() => "DeskCodeView";
}

/// <summary>How the use of a code ended: exactly one of the three says something, or it is refused.</summary>
/// <param name="Next">The sign-in that goes on with the enrolment of a factor.</param>
/// <param name="Problem">What is wrong with the password; the code still works.</param>
/// <param name="EmailRefused">The address is none, or cannot be used here; tries with it count.</param>
public sealed record DeskCodeResult(SignInStep? Next, PasswordProblem? Problem, bool EmailRefused)
{
    internal static DeskCodeResult Refused { get; } = new(null, null, EmailRefused: false);

    /// <summary>The token is unknown or too old, or the code was used. The person may not learn which.</summary>
    public bool IsRefused => this == Refused;

    /// <inheritdoc/>
    public override string ToString() => "DeskCodeResult";
}

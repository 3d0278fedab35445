using Portal.Features.Identity.Passwords;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.Invitations;

/// <summary>What the page shows to whoever holds a link that works.</summary>
/// <param name="Email">The address that the account will have; a password keeper wants it beside the password.</param>
/// <param name="Name">The person's name; <c>null</c> where the person gives it.</param>
/// <param name="Role">The role that the account will have.</param>
public sealed record ActivationView(string Email, string? Name, Role Role)
{
    /// <inheritdoc/>
    public override string ToString() => "ActivationView";
}

/// <summary>How setting up an account ended: exactly one of the three says something.</summary>
/// <param name="Next">The sign-in that goes on with the second factor.</param>
/// <param name="Problem">What is wrong with the password; the link still works.</param>
/// <param name="NameMissing">The name is missing or not usable; the link still works.</param>
public sealed record ActivationResult(SignInStep? Next, PasswordProblem? Problem, bool NameMissing)
{
    internal static ActivationResult LinkRefused { get; } = new(null, null, NameMissing: false);

    /// <summary>The link is unknown, used, withdrawn or expired. The person may not learn which.</summary>
    public bool IsLinkRefused => this == LinkRefused;

    /// <inheritdoc/>
    public override string ToString() => "ActivationResult";
}

using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Passkeys;

/// <summary>What a browser is asked with.</summary>
/// <param name="Ticket">Names the question; it comes back with the answer, once.</param>
/// <param name="Options">WebAuthn's options as JSON.</param>
/// <param name="Browser">What the cookie of a browser without a session holds: only this browser may answer. <c>null</c> within a session.</param>
public sealed record PasskeyQuestion(Guid Ticket, string Options, string? Browser = null)
{
    /// <inheritdoc/>
    public override string ToString() => "PasskeyQuestion";
}

/// <summary>What a browser answers.</summary>
/// <param name="Ticket">The question's.</param>
/// <param name="Credential">What the device made of it, as JSON (WebAuthn).</param>
/// <param name="Browser">What the browser's cookie holds; not needed within a session.</param>
public sealed record PasskeyAnswer(Guid Ticket, string? Credential, string? Browser = null)
{
    /// <inheritdoc/>
    public override string ToString() => "PasskeyAnswer";
}

/// <summary>One of a person's own passkeys, as that person is shown it.</summary>
/// <param name="Id">What pages name it by.</param>
/// <param name="Name">What the person calls it.</param>
/// <param name="AddedAt">When it was added, UTC.</param>
/// <param name="LastUsedAt">When it last signed in or confirmed, UTC; <c>null</c> for never.</param>
/// <param name="IsSynced">Whether its device keeps a copy elsewhere, so that losing the device does not lose it.</param>
public sealed record PasskeyItem(Guid Id, Revealed<string> Name, DateTimeOffset AddedAt, DateTimeOffset? LastUsedAt, bool IsSynced);

/// <summary>How a sign-in with a passkey ended.</summary>
public enum PasskeyOutcome
{
    /// <summary>Refused. The person may not learn why.</summary>
    Refused = 0,

    /// <summary>It took too long, or was asked elsewhere: ask again.</summary>
    AskAgain = 1,

    /// <summary>Signed in.</summary>
    SignedIn = 2,
}

/// <summary>The end of a sign-in with a passkey.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Token">The cookie's token when signed in.</param>
public sealed record PasskeyResult(PasskeyOutcome Outcome, string? Token = null)
{
    internal static PasskeyResult Refused { get; } = new(PasskeyOutcome.Refused);

    internal static PasskeyResult AskAgain { get; } = new(PasskeyOutcome.AskAgain);

    /// <inheritdoc/>
    public override string ToString() => Outcome.ToString();
}

using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Recovery;

/// <summary>A recovery that is under way.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Whose account it is.</param>
/// <param name="Reason">Why.</param>
/// <param name="RequestedBy">Who opened it.</param>
/// <param name="RequestedAt">When it was opened, UTC.</param>
/// <param name="IsOwn">Whether the one who looks opened it.</param>
/// <param name="IsOperators">Whether it was opened at the server's command line, by nobody who has an account.</param>
/// <param name="IsAboutSelf">Whether it is about the one who looks.</param>
/// <param name="IsWaiting">It waits for a second administrator; otherwise its link was made.</param>
/// <param name="IsWaived">Its link was made without a second administrator.</param>
/// <param name="ExpiresAt">Until when it may be decided, or its link works, UTC.</param>
public sealed record RecoveryItem(
    Guid Id, Revealed<string> Name, RecoveryReason Reason, Revealed<string> RequestedBy, DateTimeOffset RequestedAt, bool IsOwn, bool IsOperators, bool IsAboutSelf,
    bool IsWaiting, bool IsWaived, DateTimeOffset ExpiresAt)
{
    /// <summary>Whether the one who looks may confirm or decline it: an administrator or a compliance officer who neither opened it nor is concerned.</summary>
    public bool MayDecide => IsWaiting && !IsOwn && !IsAboutSelf;

    /// <inheritdoc/>
    public override string ToString() => "RecoveryItem";
}

/// <summary>What the page shows to whoever holds a link that works.</summary>
/// <param name="Email">The address that the account has; a password keeper wants it beside the password.</param>
/// <param name="Role">The account's role.</param>
public sealed record RecoveryView(string Email, Role Role)
{
    /// <inheritdoc/>
    public override string ToString() => "RecoveryView";
}

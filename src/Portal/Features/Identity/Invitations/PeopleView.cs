using Portal.Features.Identity.Changes;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Invitations;

/// <summary>What an account is in at the moment.</summary>
public enum AccountState
{
    /// <summary>It can be used.</summary>
    Active = 1,

    /// <summary>Its person has not enrolled a second factor yet, and so was never in.</summary>
    NotEnrolled = 2,

    /// <summary>Too many wrong tries; it opens again by itself.</summary>
    Locked = 3,

    /// <summary>It was closed by somebody.</summary>
    Disabled = 4,
}

/// <summary>An account, without anything about a patient's record.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">The person's name; initials for a patient, because to be one is itself about somebody's health.</param>
/// <param name="Email">The address; masked for a patient, whom administrators need not write to.</param>
/// <param name="Role">The role.</param>
/// <param name="State">Whether it can be used.</param>
/// <param name="LastSignIn">When its person was last in, UTC; nothing where that was never, or so long ago that its session is deleted (90 days).</param>
/// <param name="Since">When it was made, UTC.</param>
public sealed record PersonItem(
    AccountId Id, Revealed<string> Name, Revealed<string> Email, Role Role, AccountState State, DateTimeOffset? LastSignIn, DateTimeOffset Since)
{
    /// <inheritdoc/>
    public override string ToString() => "PersonItem";
}

/// <summary>An invitation that is under way.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">The person's name, where it was given.</param>
/// <param name="Email">The address.</param>
/// <param name="Role">The role that the account will have.</param>
/// <param name="IsOwn">Whether the one who looks asked for it.</param>
/// <param name="RequestedBy">The name of who asked; nothing for the command line.</param>
/// <param name="RequestedAt">When it was asked for, UTC.</param>
/// <param name="IsWaiting">It waits for a second administrator; otherwise its link was made.</param>
/// <param name="ExpiresAt">Until when the link works, UTC.</param>
public sealed record InvitationItem(
    Guid Id, Revealed<string> Name, Revealed<string> Email, Role Role, bool IsOwn, Revealed<string> RequestedBy, DateTimeOffset RequestedAt,
    bool IsWaiting, DateTimeOffset? ExpiresAt)
{
    /// <summary>Whether the one who looks may approve or decline it: did not ask for it, and stands on the side that approves.</summary>
    public bool MayDecide { get; init; }

    /// <inheritdoc/>
    public override string ToString() => "InvitationItem";
}

/// <summary>The people of the portal.</summary>
/// <param name="IsApprovalWaived">Whether an invitation is valid without a second administrator's approval.</param>
/// <param name="Invitations">All invitations under way, the newest first.</param>
/// <param name="RoleRequests">Roles that wait for a second administrator, the newest first.</param>
/// <param name="People">One page of the accounts, the newest first.</param>
public sealed record PeopleView(bool IsApprovalWaived, IReadOnlyList<InvitationItem> Invitations, IReadOnlyList<RoleRequestItem> RoleRequests, Page<PersonItem> People)
{
    /// <summary>Who says the second yes: a compliance officer, else another administrator; <see cref="Role.None"/> where it is waived.</summary>
    public Role Approver { get; init; } = Role.Administrator;

    /// <inheritdoc/>
    public override string ToString() => "PeopleView";
}

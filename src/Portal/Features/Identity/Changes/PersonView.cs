using Portal.Features.Identity.Invitations;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Changes;

/// <summary>One account, for those who look after accounts. Nothing of it is about a patient's record.</summary>
/// <param name="Person">The account as in the list.</param>
/// <param name="IsOwn">Whether it is the account of the one who looks.</param>
/// <param name="IsPatients">Whether it is a patient's own, whose role and address administrators leave alone.</param>
/// <param name="IsApprovalWaived">Whether a role is given without a second administrator's approval.</param>
/// <param name="DisabledAt">Since when it is disabled, UTC.</param>
/// <param name="DisabledFor">Why it is disabled.</param>
/// <param name="IsGivenUp">Whether it was given up for good: nobody can enable it again.</param>
/// <param name="RoleRequest">A role that waits for a second administrator.</param>
/// <param name="EmailWaitsUntil">Until when a new address can be confirmed, UTC; nothing where none waits.</param>
public sealed record PersonView(
    PersonItem Person, bool IsOwn, bool IsPatients, bool IsApprovalWaived, DateTimeOffset? DisabledAt, DisableReason DisabledFor, bool IsGivenUp,
    RoleRequestItem? RoleRequest, DateTimeOffset? EmailWaitsUntil)
{
    /// <summary>Who says the second yes to a role of this person: a compliance officer, else another administrator; <see cref="Role.None"/> where it is waived.</summary>
    public Role Approver { get; init; } = Role.Administrator;

    /// <inheritdoc/>
    public override string ToString() => "PersonView";
}

/// <summary>A role that was asked for and waits for a second administrator.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Account">Whose role.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Role">The role that takes the place of the one held; <see cref="Role.None"/> takes that away.</param>
/// <param name="MayDecide">Whether the one who looks may approve it: neither asked for it nor gets it, and stands on the side that approves.</param>
/// <param name="RequestedBy">The name of who asked.</param>
/// <param name="RequestedAt">When, UTC.</param>
/// <param name="DecideUntil">Until when it can be approved, UTC.</param>
public sealed record RoleRequestItem(
    Guid Id, AccountId Account, Revealed<string> Name, Role Role, bool MayDecide, Revealed<string> RequestedBy, DateTimeOffset RequestedAt, DateTimeOffset DecideUntil)
{
    /// <inheritdoc/>
    public override string ToString() => "RoleRequestItem";
}

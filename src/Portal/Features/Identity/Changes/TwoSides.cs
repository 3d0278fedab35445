using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.Changes;

/// <summary>
/// Separation of duties (45 CFR 164.308(a)(3), ISO/IEC 27001 A.5.3): nobody gives access and watches over it. An account has one role; a person who has several accounts
/// by the staff directory has no administrator's beside a compliance officer's.
/// </summary>
internal sealed class TwoSides(IPersonsAccounts people, HeldRoles roles)
{
    /// <summary>The code of the refusal.</summary>
    public const string Reason = "both-sides";

    /// <summary>The role of the other side; <see cref="Role.None"/> for roles that stand on none.</summary>
    public static Role OtherSideOf(Role role) => role switch
    {
        Role.Administrator => Role.ComplianceOfficer,
        Role.ComplianceOfficer => Role.Administrator,
        _ => Role.None,
    };

    /// <summary>Whether the person of an account would stand on both sides with a role.</summary>
    public async Task<bool> WouldMeetAsync(PortalDbContext db, Guid account, Role wanted, CancellationToken cancel) =>
        OtherSideOf(wanted) is not Role.None and var other && await AnyHoldsAsync(db, await people.BesideAsync(db, account, cancel), other, cancel);

    /// <summary>Whether any of the accounts holds a role, whether it can be used now or not.</summary>
    public async Task<bool> AnyHoldsAsync(PortalDbContext db, IReadOnlyList<Guid> accounts, Role role, CancellationToken cancel)
    {
        foreach (var account in accounts)
        {
            if ((await roles.OfAsync(db, account, cancel)).Contains(role))
            {
                return true;
            }
        }

        return false;
    }
}

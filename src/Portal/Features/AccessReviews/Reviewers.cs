using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Staff;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.AccessReviews;

/// <summary>
/// Says who decides about whose access: the person's manager by the staff directory, else a compliance officer; about an officer's, another officer or an auditor. Nobody
/// decides about the own access, by whichever of their accounts. Where nobody is left, nobody is named.
/// </summary>
internal sealed class Reviewers(HeldRoles roles, StaffLookup staff)
{
    /// <summary>Those who could review now, and where they and the people under review work.</summary>
    public async Task<ReviewerPool> PoolAsync(PortalDbContext db, IReadOnlyCollection<AccountId> reviewed, CancellationToken cancel)
    {
        var active = (await db.Set<Account>().Where(a => a.DisabledAt == null && a.FactorEnrolledAt != null && a.PatientId == null).Select(a => a.Id).ToListAsync(cancel)).ToHashSet();
        var able = (await roles.OfStaffAsync(db, cancel)).Where(row => active.Contains(row.UserId) && Roles.Permit(AccountRoles.RoleOf(row.RoleId), Permission.ReviewAccess))
            .GroupBy(row => new AccountId(row.UserId)).ToDictionary(group => group.Key, group => group.Min(row => AccountRoles.RoleOf(row.RoleId)));
        return new ReviewerPool(able, await staff.PlacesOfAsync(db, [.. able.Keys.Concat(reviewed).Distinct()], cancel));
    }

    /// <summary>Those to whom a line can be handed: officers and, but for an officer's line, whoever stands above the person in the directory.</summary>
    public async Task<IReadOnlyList<AccountId>> AllowedAsync(PortalDbContext db, CampaignLine line, CancellationToken cancel)
    {
        var (pool, above) = (await PoolAsync(db, [line.AccountId], cancel), await staff.ManagersAboveAsync(db, line.AccountId, cancel));
        return pool.Allowed(line.AccountId, line.Role, above);
    }
}

/// <summary>Those who could review. Pure: the same people, the same answer.</summary>
/// <param name="able">Active accounts of staff who may review, with their roles.</param>
/// <param name="places">Where they and the people under review work.</param>
internal sealed class ReviewerPool(IReadOnlyDictionary<AccountId, Role> able, IReadOnlyDictionary<AccountId, StaffPlace> places)
{
    private readonly Dictionary<AccountId, int> given = [];

    /// <summary>Names the reviewer of one person's access; of several officers the one with the fewest so far. Nothing where there is nobody.</summary>
    public AccountId? Name(AccountId person, Role role)
    {
        var managers = role == Role.ComplianceOfficer || !places.TryGetValue(person, out var place) ? [] : place.Managers;
        var manager = managers.Where(one => May(one, person, role)).OrderBy(one => one.Value).Select(one => (AccountId?)one).FirstOrDefault();
        var chosen = manager ?? Fewest(Role.ComplianceOfficer, person, role) ?? (role == Role.ComplianceOfficer ? Fewest(Role.Auditor, person, role) : null);
        if (chosen is { } one)
        {
            given[one] = given.GetValueOrDefault(one) + 1;
        }

        return chosen;
    }

    /// <summary>Those to whom one person's access can be handed.</summary>
    public IReadOnlyList<AccountId> Allowed(AccountId person, Role role, IReadOnlyList<AccountId> above) =>
        [.. able.Keys.Where(one => May(one, person, role) && (WatchesOver(able[one], role) || above.Contains(one)))];

    /// <summary>Whether a role can decide about another one's access by itself, without standing above the person.</summary>
    public static bool WatchesOver(Role reviewer, Role reviewed) => reviewer == Role.ComplianceOfficer || (reviewed == Role.ComplianceOfficer && reviewer == Role.Auditor);

    private AccountId? Fewest(Role of, AccountId person, Role role) => able.Where(one => one.Value == of && May(one.Key, person, role))
        .OrderBy(one => given.GetValueOrDefault(one.Key)).ThenBy(one => one.Key.Value).Select(one => (AccountId?)one.Key).FirstOrDefault();

    private bool May(AccountId reviewer, AccountId person, Role role) =>
        able.TryGetValue(reviewer, out var held) && !IsSame(reviewer, person) && (role != Role.ComplianceOfficer || WatchesOver(held, role));

    // One person may have two accounts.
    private bool IsSame(AccountId one, AccountId other) =>
        one == other || (places.TryGetValue(one, out var here) && places.TryGetValue(other, out var there) && here.Entry == there.Entry);
}

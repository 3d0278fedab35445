using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Findings;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.Sessions;
using Portal.Features.Staff;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;

namespace Portal.Features.AccessReviews;

/// <summary>The access of those in a review's scope, as it is now: the lines that reviewers decide about, without their reviewers.</summary>
internal sealed class Snapshot(PortalDatabase database, HeldRoles roles, AccountNames names, StaffLookup staff, TimeProvider clock)
{
    // Longer, and the account is closed by itself before long (decision 0101).
    private static readonly TimeSpan Quiet = TimeSpan.FromDays(30);

    /// <summary>The lines, by name.</summary>
    public async Task<IReadOnlyList<CampaignLine>> OfAsync(PortalDbContext db, Campaign campaign, CancellationToken cancel)
    {
        var held = await InScopeAsync(db, campaign, cancel);
        if (held.Count == 0)
        {
            return [];
        }

        var facts = await FactsAsync(db, campaign, held, cancel);
        var named = await names.OfStaffAsync(db, [.. held.Keys], cancel);
        return
        [
            .. held.OrderBy(one => named.GetValueOrDefault(one.Key) ?? "", StringComparer.CurrentCultureIgnoreCase).ThenBy(one => one.Key.Value)
                .Select((one, at) => LineOf(campaign, at + 1, one.Value, facts)),
        ];
    }

    // An account holds one role; of several the lowest counts, as at sign-in.
    private async Task<Dictionary<AccountId, AccountRole>> InScopeAsync(PortalDbContext db, Campaign campaign, CancellationToken cancel)
    {
        var open = (await db.Set<Account>().Where(a => a.DisabledAt == null && a.PatientId == null && a.NormalizedEmail != null).Select(a => a.Id).ToListAsync(cancel)).ToHashSet();
        var held = (await roles.OfStaffAsync(db, cancel)).Where(row => open.Contains(row.UserId)).GroupBy(row => new AccountId(row.UserId))
            .ToDictionary(group => group.Key, group => group.MinBy(row => AccountRoles.RoleOf(row.RoleId))!);
        var there = campaign.Scope == ReviewScope.Department ? (await staff.AccountsInAsync(db, campaign.Department!, null, cancel)).ToHashSet() : null;
        return held.Where(one => campaign.Scope switch
        {
            ReviewScope.Everybody => HealthAccess.OpenedBy.Contains(AccountRoles.RoleOf(one.Value.RoleId)),
            ReviewScope.Role => AccountRoles.RoleOf(one.Value.RoleId) == campaign.Role,
            ReviewScope.Department => there!.Contains(one.Key),
            _ => false,
        }).ToDictionary();
    }

    private async Task<Facts> FactsAsync(PortalDbContext db, Campaign campaign, Dictionary<AccountId, AccountRole> held, CancellationToken cancel)
    {
        var ids = held.Keys.Select(account => account.Value).ToList();
        var opened = await CountAsync(campaign.Since, new AuditFilter { Outcome = AuditOutcome.Allowed, Categories = PatientData }, one => one.Opened, cancel);
        var glass = await CountAsync(campaign.Since, new AuditFilter { Outcome = AuditOutcome.Allowed, Action = AuditAction.BreakGlass }, one => one.Other, cancel);
        return new Facts(
            await staff.PlacesOfAsync(db, [.. held.Keys], cancel),
            await db.Set<Account>().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.CreatedAt, cancel),
            await db.Set<Session>().Where(s => s.Stage == SessionStage.Full && ids.Contains(s.AccountId)).GroupBy(s => s.AccountId)
                .Select(g => new { g.Key, Last = g.Max(s => s.CreatedAt) }).ToDictionaryAsync(g => g.Key, g => g.Last, cancel),
            (await db.Set<Invitation>().AsNoTracking().Where(i => i.State == InvitationState.Used && ids.Contains(i.AccountId)).ToListAsync(cancel))
                .GroupBy(i => i.AccountId).ToDictionary(group => group.Key, group => group.First().DecidedBy ?? group.First().RequestedBy),
            (await db.Set<Finding>().Where(f => f.State == FindingState.Open && f.Account != null).Select(f => f.Account!.Value).ToListAsync(cancel))
                .GroupBy(account => account).ToDictionary(group => group.Key, group => group.Count()),
            opened, glass, clock.GetUtcNow());
    }

    private const DataCategories PatientData = DataCategories.Identity | DataCategories.Clinical | DataCategories.Billing | DataCategories.Source;

    // A log so long that counting takes too long must not keep access from being reviewed: the line says that nobody counted.
    private async Task<Dictionary<AccountId, int>?> CountAsync(DateTimeOffset since, AuditFilter filter, Func<Data.Auditing.PersonCount, long> count, CancellationToken cancel)
    {
        try
        {
            return (await database.AuditCounts.PeopleAsync(filter, since, clock.GetUtcNow(), int.MaxValue, cancel)).Where(one => one.Person is not null)
                .GroupBy(one => one.Person!.Value).ToDictionary(group => group.Key, group => (int)Math.Min(int.MaxValue, group.Sum(count)));
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static CampaignLine LineOf(Campaign campaign, int number, AccountRole held, Facts facts)
    {
        var (account, role) = (new AccountId(held.UserId), AccountRoles.RoleOf(held.RoleId));
        var last = facts.SignedIn.TryGetValue(held.UserId, out var at) ? at : (DateTimeOffset?)null;
        var (place, findings) = (facts.Places.GetValueOrDefault(account), facts.Findings.GetValueOrDefault(account));
        return new CampaignLine
        {
            Id = Guid.CreateVersion7(campaign.StartedAt),
            CampaignId = campaign.Id,
            Number = number,
            AccountId = account,
            Role = role,
            Department = place?.Department,
            GivenBy = (held.GivenAt is null ? facts.InvitedBy.GetValueOrDefault(held.UserId) : held.GivenBy) is { } by ? new AccountId(by) : null,
            GivenAt = held.GivenAt ?? facts.MadeAt.GetValueOrDefault(held.UserId),
            LastSignIn = last,
            Opened = facts.Opened?.GetValueOrDefault(account),
            Glass = facts.Glass?.GetValueOrDefault(account),
            Findings = findings,
            Marks = MarksOf(role, last, findings, place, facts.Now),
        };
    }

    internal static LineMarks MarksOf(Role role, DateTimeOffset? lastSignIn, int findings, StaffPlace? place, DateTimeOffset now) =>
        (lastSignIn is null ? LineMarks.NeverIn : lastSignIn < now - Quiet ? LineMarks.Dormant : LineMarks.None)
        | (HealthAccess.IsSensitive(role) ? LineMarks.SensitiveRole : LineMarks.None)
        | (findings > 0 ? LineMarks.OpenFindings : LineMarks.None)
        | (place is null ? LineMarks.Unlisted : place.EmployedTo < DateOnly.FromDateTime(now.UtcDateTime) ? LineMarks.Left : LineMarks.None);

    private sealed record Facts(
        IReadOnlyDictionary<AccountId, StaffPlace> Places, Dictionary<Guid, DateTimeOffset> MadeAt, Dictionary<Guid, DateTimeOffset> SignedIn, Dictionary<Guid, Guid?> InvitedBy,
        Dictionary<AccountId, int> Findings, Dictionary<AccountId, int>? Opened, Dictionary<AccountId, int>? Glass, DateTimeOffset Now);
}

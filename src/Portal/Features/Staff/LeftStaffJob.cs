using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Data;
using Portal.Data.Findings;
using Portal.Features.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Features.Staff.Accounts;
using Portal.Features.Staff.Entries;
using Portal.Features.Staff.Import;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Findings;
using Portal.Kernel.Notices;

namespace Portal.Features.Staff;

/// <summary>
/// Finds accounts that are still open although their person left (45 CFR 164.308(a)(3)(ii)(C)): a finding for compliance officers, and a notice to administrators, once for
/// each account and last day. It also forgets files that nobody decided about. It looks every hour, on every node.
/// </summary>
internal sealed class LeftStaffJob(
    PortalDatabase database, StaffBook book, StaffImports imports, FindingLog findings, TellOnce tell, TimeProvider clock, ILogger<LeftStaffJob> log)
    : RegularJob(Interval, "The directory was not compared with accounts", clock, log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    private static readonly Actor Job = Actor.System("left-staff");

    /// <summary>One look; how many accounts are open whose person left.</summary>
    public async Task<int> FindAsync(CancellationToken cancel)
    {
        var today = DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);
        await using var db = database.Open();
        var left = await (
            from entry in db.Set<StaffEntry>().AsNoTracking()
            join link in db.Set<StaffAccount>() on entry.Id equals link.EntryId
            join account in db.Set<Account>() on link.AccountId equals account.Id
            where entry.EmployedTo < today && account.DisabledAt == null
            select new { Entry = entry, link.AccountId }).ToListAsync(cancel);
        foreach (var one in left)
        {
            await findings.RaiseAsync(
                Job,
                new NewFinding(FindingKind.LeftWithAccount, one.AccountId.ToString("N")) { Severity = FindingSeverity.High, Account = new AccountId(one.AccountId), ReviewedFor = Week },
                cancel);
            await tell.ForAsync(Job, Role.Administrator, NoticeKind.LeftWithAccount, $"left:{one.AccountId:N}:{one.Entry.EmployedTo!.Value.DayNumber}", book.NameOf(one.Entry), cancel);
        }

        await imports.ForgetAsync(db, cancel);
        return left.Count;
    }

    protected override Task LookAsync(CancellationToken cancel) => FindAsync(cancel);
}

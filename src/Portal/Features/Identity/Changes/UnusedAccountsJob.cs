using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Data;
using Portal.Data.Findings;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.Sessions;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Findings;
using Portal.Kernel.Notices;

namespace Portal.Features.Identity.Changes;

/// <summary>
/// Closes staff accounts that nobody signed in with for long, and tells their people a week before (decision 0101). The last administrator and the last compliance officer
/// are never closed by it: that is a finding. It looks every hour, on every node; whoever is first does it.
/// </summary>
internal sealed class UnusedAccountsJob(
    PortalDatabase database, UnusedAccounts rules, LastOnes last, AccountClosing closing, TellOnce tell, FindingLog findings, TimeProvider clock, ILogger<UnusedAccountsJob> log)
    : RegularJob(Interval, "Accounts that nobody uses were not closed", clock, log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    private static readonly Actor Job = Actor.System("unused-accounts");

    /// <summary>One look; how many accounts were closed.</summary>
    public async Task<int> CloseAsync(CancellationToken cancel)
    {
        var (now, closed) = (Clock.GetUtcNow(), 0);
        foreach (var (account, since) in await UnusedAsync(now - TimeSpan.FromDays(rules.Days - rules.Warn), cancel))
        {
            if (since + TimeSpan.FromDays(rules.Days) <= now)
            {
                closed += await CloseAsync(account, cancel) ? 1 : 0;
            }
            else
            {
                await tell.OneAsync(Job, account, NoticeKind.UnusedSoon, $"unused:{since.UtcTicks}", EndOf(since), cancel);
            }
        }

        return closed;
    }

    protected override Task LookAsync(CancellationToken cancel) => CloseAsync(cancel);

    private string EndOf(DateTimeOffset since) =>
        (since + TimeSpan.FromDays(rules.Days)).UtcDateTime.ToString("d MMM yyyy", System.Globalization.CultureInfo.InvariantCulture);

    // A session that is forgotten is older than any number of days that can be configured.
    private async Task<List<(Guid Account, DateTimeOffset Since)>> UnusedAsync(DateTimeOffset before, CancellationToken cancel)
    {
        await using var db = database.Open();
        var patient = AccountRoles.IdOf(Role.Patient);
        var open = await db.Set<Account>()
            .Where(a => a.DisabledAt == null && a.PatientId == null && a.CreatedAt <= before && (a.EnabledAt == null || a.EnabledAt <= before)
                && !db.Set<AccountRole>().Any(r => r.UserId == a.Id && r.RoleId == patient)
                && !db.Set<Session>().Any(s => s.AccountId == a.Id && s.Stage == SessionStage.Full && s.CreatedAt > before))
            .Select(a => new
            {
                a.Id, a.CreatedAt, a.EnabledAt,
                Visit = db.Set<Session>().Where(s => s.AccountId == a.Id && s.Stage == SessionStage.Full).Max(s => (DateTimeOffset?)s.CreatedAt),
            })
            .ToListAsync(cancel);
        return [.. open.Select(a => (a.Id, new[] { a.CreatedAt, a.EnabledAt ?? a.CreatedAt, a.Visit ?? a.CreatedAt }.Max()))];
    }

    private async Task<bool> CloseAsync(Guid account, CancellationToken cancel)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Who disables by hand waits for the same turn: of two who are left, no two are closed at once.
        await Administrators.TakeTurnAsync(db, cancel);
        if (await last.AnyIsAsync(db, account, cancel))
        {
            await transaction.RollbackAsync(cancel);
            await findings.RaiseAsync(Job, new NewFinding(FindingKind.LastUnused, account.ToString("N")) { Account = new AccountId(account), ReviewedFor = Week }, cancel);
            return false;
        }

        if (!await closing.CloseAsync(db, Job, account, DisableReason.Dormant, cancel))
        {
            return false;
        }

        await transaction.CommitAsync(cancel);
        return true;
    }
}

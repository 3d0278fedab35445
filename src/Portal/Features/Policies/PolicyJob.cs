using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Data;
using Portal.Data.Findings;
using Portal.Data.Notices;
using Portal.Features.Identity;
using Portal.Kernel.Access;
using Portal.Kernel.Findings;
using Portal.Kernel.Notices;

namespace Portal.Features.Policies;

/// <summary>
/// While the portal serves: tells people of a signed version that concerns them, reminds who has not acknowledged it, and raises it where the permissions in force are no
/// longer those that were signed, or a version was altered past the portal. Each once, whichever nodes look.
/// </summary>
internal sealed class PolicyJob(
    PortalDatabase database, PolicyBook book, PolicyAudience audience, FindingLog findings, TellOnce tell, TimeProvider clock, ILogger<PolicyJob> log)
    : RegularJob(Interval, "People were not told of policies", clock, log)
{
    /// <summary>How long after a person was told the next reminder comes.</summary>
    public static readonly TimeSpan Between = TimeSpan.FromDays(7);

    /// <summary>How often a person is reminded of one version; whoever looks after it sees the rest in the list.</summary>
    public const int MostReminders = 3;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private static readonly Actor Job = Actor.System("policies");

    /// <summary>One look; how many people were told something.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        await using var db = database.Open();
        var told = 0;
        foreach (var version in (await PolicyBook.CurrentAsync(db, cancel)).Values)
        {
            told += await WatchAsync(version, cancel);
            if (book.IsSound(version))
            {
                told += await TellAsync(db, version, cancel);
            }
        }

        return told;
    }

    protected override Task LookAsync(CancellationToken cancel) => RunAsync(cancel);

    private async Task<int> WatchAsync(PolicyVersion version, CancellationToken cancel)
    {
        if (!book.IsSound(version))
        {
            await findings.RaiseAsync(Job, new NewFinding(FindingKind.PolicyAltered, version.Id.ToString("N")) { Severity = FindingSeverity.High, IsOnce = true }, cancel);
            return 0;
        }

        if (PolicyDrift.Of(version).Count == 0)
        {
            return 0;
        }

        var occasion = $"{version.Id:N}:{Convert.ToHexStringLower(PolicyBook.DigestOf(PermissionMatrix.Live))[..16]}";
        await findings.RaiseAsync(Job, new NewFinding(FindingKind.PolicyDrift, occasion) { IsOnce = true }, cancel);
        return await tell.ForAsync(Job, Role.ComplianceOfficer, NoticeKind.PolicyDrift, $"policy-drift:{occasion}", "", cancel);
    }

    // Whoever comes later is told when they come, and reminded from then on.
    private async Task<int> TellAsync(PortalDbContext db, PolicyVersion version, CancellationToken cancel)
    {
        var said = await audience.AcknowledgedAsync(db, version, cancel);
        var waiting = (await PolicyAudience.ConcernedAsync(db, version.Kind, cancel)).Keys.Where(account => !said.ContainsKey(account)).Select(account => account.Value).ToList();
        var before = await ToldAsync(db, version, waiting, cancel);
        var told = 0;
        foreach (var account in waiting.Where(account => IsDue([.. before[account]])))
        {
            told += await TellAsync(version, account, before[account].Count(), cancel) ? 1 : 0;
        }

        return told;
    }

    private bool IsDue(List<DateTimeOffset> told) => told.Count == 0 || (told.Count <= MostReminders && Clock.GetUtcNow() - told.Max() >= Between);

    private static async Task<ILookup<Guid, DateTimeOffset>> ToldAsync(PortalDbContext db, PolicyVersion version, List<Guid> accounts, CancellationToken cancel) =>
        (accounts.Count == 0 ? [] : await db.Set<Notice>().Where(notice => accounts.Contains(notice.AccountId) && notice.About == version.Id)
            .Select(notice => new { notice.AccountId, notice.At }).ToListAsync(cancel)).ToLookup(notice => notice.AccountId, notice => notice.At);

    private Task<bool> TellAsync(PolicyVersion version, Guid account, int before, CancellationToken cancel) =>
        tell.OneAsync(Job, account, before == 0 ? NoticeKind.PolicyToRead : NoticeKind.PolicyReminder, $"policy:{version.Id:N}:{before}", "", cancel, about: version.Id);
}

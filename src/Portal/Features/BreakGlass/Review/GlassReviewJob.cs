using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Data;
using Portal.Data.Findings;
using Portal.Features.Identity;
using Portal.Kernel.Access;
using Portal.Kernel.Findings;
using Portal.Kernel.Notices;

namespace Portal.Features.BreakGlass.Review;

/// <summary>
/// While the portal serves: a grant that nobody decided on in time is told to every compliance officer and becomes a finding, each once, whichever nodes see it. One that
/// was altered past the portal escalates as well.
/// </summary>
internal sealed class GlassReviewJob(PortalDatabase database, Gate gate, FindingLog findings, TellOnce tell, TimeProvider clock, ILogger<GlassReviewJob> log)
    : RegularJob(Interval, "Overdue reviews of emergency access were not looked for", clock, log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private static readonly Actor Job = Actor.System("break-glass-review");

    /// <summary>Escalates what is overdue; how many were new.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var raised = 0;
        foreach (var grant in await OverdueAsync(cancel))
        {
            // Told first: a node that ends in between tells again, and those who were told are not.
            await tell.ForAsync(Job, Role.ComplianceOfficer, NoticeKind.GlassReviewOverdue, $"glass-overdue:{grant.Id:N}", "", cancel);
            raised += await findings.RaiseAsync(Job, FindingOf(grant), cancel) ? 1 : 0;
        }

        return raised;
    }

    protected override Task LookAsync(CancellationToken cancel) => RunAsync(cancel);

    private async Task<List<GlassGrant>> OverdueAsync(CancellationToken cancel)
    {
        await using var db = database.Open();
        await using var transaction = await gate.BeginForJobAsync(db, Job, cancel);
        var now = Clock.GetUtcNow();
        var late = await db.Set<GlassGrant>().AsNoTracking().Undecided().Where(row => row.ReviewDueAt <= now).OrderBy(row => row.ReviewDueAt).ToListAsync(cancel);
        var keys = late.Select(KeyOf).ToList();
        var told = await db.Set<Finding>().Where(f => f.Kind == FindingKind.GlassReviewOverdue && keys.Contains(f.Key)).Select(f => f.Key).ToListAsync(cancel);
        return [.. late.Where(row => !told.Contains(KeyOf(row)))];
    }

    private static string KeyOf(GlassGrant grant) => grant.Id.ToString("N");

    private static NewFinding FindingOf(GlassGrant grant) => new(FindingKind.GlassReviewOverdue, KeyOf(grant))
    {
        Severity = FindingSeverity.High,
        Account = grant.SealBroken ? null : grant.AccountId,
        Patient = grant.PatientId,
        Detail = grant.SealBroken ? "altered" : null,
        IsOnce = true,
    };
}

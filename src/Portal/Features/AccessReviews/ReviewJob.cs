using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Data;
using Portal.Features.Identity;
using Portal.Kernel.Access;
using Portal.Kernel.Notices;

namespace Portal.Features.AccessReviews;

/// <summary>
/// While the portal serves: begins the next review of everybody, reminds reviewers 14, 7 and 1 day before the end, tells officers what is still open then, and ends what is
/// over. It looks every quarter of an hour, on every node; each step is done once, whichever nodes see it.
/// </summary>
internal sealed class ReviewJob(
    PortalDatabase database, ReviewPlan plan, ReviewStart start, ReviewEnd end, TellOnce tell, ReviewSettings settings, TimeProvider clock, ILogger<ReviewJob> log)
    : RegularJob(Interval, "Access reviews were not looked after", clock, log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    // Days before the end.
    private static readonly int[] Reminders = [1, 7, 14];

    private static readonly Actor Job = Actor.System("access-reviews");

    /// <summary>One look.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        foreach (var campaign in await UnsignedAsync(cancel))
        {
            await LookAsync(campaign, cancel);
        }

        // Last: of one scope one runs at a time.
        await BeginAsync(cancel);
    }

    protected override Task LookAsync(CancellationToken cancel) => RunAsync(cancel);

    // Officers are told of an ended one at each look, once each: a node that stopped in between leaves nobody untold.
    private async Task LookAsync(Campaign campaign, CancellationToken cancel)
    {
        var isOver = campaign.DueAt <= Clock.GetUtcNow();
        if (isOver && campaign.State == ReviewState.Running)
        {
            await end.EndAsync(Job, campaign.Id, cancel);
        }

        await (isOver ? TellOfficersAsync(campaign, "ended", cancel) : campaign.State == ReviewState.Running ? RemindAsync(campaign, cancel) : Task.CompletedTask);
    }

    private async Task BeginAsync(CancellationToken cancel)
    {
        DateTimeOffset? next;
        await using (var db = database.Open())
        {
            next = await plan.NextAsync(db, cancel);
        }

        var now = Clock.GetUtcNow();
        if (next <= now)
        {
            var last = DateOnly.FromDateTime(now.UtcDateTime).AddDays(settings.Days);
            // Its id is made of when it was due, which every node knows.
            await start.BeginAsync(Job, new StartReviewInput(ReviewScope.Everybody, Role.None, null, last), IdOf($"access-review:{next.Value.UtcTicks}"), cancel);
        }
    }

    private async Task<List<Campaign>> UnsignedAsync(CancellationToken cancel)
    {
        await using var db = database.Open();
        return await db.Set<Campaign>().AsNoTracking().Where(c => c.State == ReviewState.Running || c.State == ReviewState.Ended).OrderBy(c => c.DueAt).ToListAsync(cancel);
    }

    // Of the days that are reached the nearest one alone, and none that the review was shorter than.
    private async Task RemindAsync(Campaign campaign, CancellationToken cancel)
    {
        var left = campaign.DueAt - Clock.GetUtcNow();
        var day = Reminders.FirstOrDefault(days => left <= TimeSpan.FromDays(days));
        if (day == 0 || campaign.DueAt - campaign.StartedAt <= TimeSpan.FromDays(day))
        {
            return;
        }

        foreach (var (reviewer, count) in await OpenAsync(campaign.Id, cancel))
        {
            await tell.OneAsync(Job, reviewer, NoticeKind.AccessReviewSoon, $"access-review:{campaign.Id:N}:{day}", ReviewWords.Waiting(count, campaign.DueAt), cancel);
        }

        if (day == 1)
        {
            await TellOfficersAsync(campaign, "late", cancel);
        }
    }

    private async Task<List<(Guid Reviewer, int Count)>> OpenAsync(Guid campaign, CancellationToken cancel)
    {
        await using var db = database.Open();
        var open = await db.Set<CampaignLine>().Where(line => line.CampaignId == campaign && line.State == LineState.Waiting && line.ReviewerId != null)
            .GroupBy(line => line.ReviewerId!.Value).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        return [.. open.Select(one => (one.Key.Value, one.Count))];
    }

    private async Task TellOfficersAsync(Campaign campaign, string occasion, CancellationToken cancel)
    {
        await using var db = database.Open();
        var open = await db.Set<CampaignLine>().CountAsync(
            line => line.CampaignId == campaign.Id && (line.State == LineState.Waiting || line.State == LineState.Escalated || line.State == LineState.Suspended), cancel);
        if (open > 0)
        {
            await tell.ForAsync(Job, Role.ComplianceOfficer, NoticeKind.AccessReviewLate, $"access-review:{campaign.Id:N}:{occasion}", ReviewWords.People(open), cancel);
        }
    }

    private static Guid IdOf(string occasion) => new(SHA256.HashData(Encoding.UTF8.GetBytes(occasion)).AsSpan(0, 16));
}

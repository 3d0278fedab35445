using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Findings;
using Portal.Features.Identity.Changes;
using Portal.Features.Identity.Invitations;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;

namespace Portal.Features.AccessReviews;

/// <summary>
/// Ends a review whose time is over. What nobody decided is suspended, or escalated where that is configured; the last administrator or compliance officer who can act is
/// never suspended, because nobody would be left to undo it: that is a finding, and an officer decides (decision 0112). Each line is a transaction of its own, so that another node goes on where one ended.
/// </summary>
internal sealed class ReviewEnd(
    PortalDatabase database, ReviewBook book, ReviewAudit audit, LineStep lines, AccountClosing closing, LastOnes last, FindingLog findings, ReviewSettings settings, TimeProvider clock)
{
    /// <summary>Ends it; whether it was this node.</summary>
    public async Task<bool> EndAsync(Actor job, Guid campaign, CancellationToken cancel)
    {
        await using (var db = database.Open())
        {
            foreach (var line in await db.Set<CampaignLine>().Where(one => one.CampaignId == campaign && one.State == LineState.Waiting).OrderBy(one => one.Number).Select(one => one.Id).ToListAsync(cancel))
            {
                await EndLineAsync(job, campaign, line, cancel);
            }
        }

        return await CloseAsync(job, campaign, cancel);
    }

    private async Task EndLineAsync(Actor job, Guid campaign, Guid id, CancellationToken cancel)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!await Campaign.TakeTurnAsync(db, campaign, cancel) || await db.Set<CampaignLine>().SingleAsync(one => one.Id == id, cancel) is not { State: LineState.Waiting } line)
        {
            return;
        }

        if (!book.IsSound(line))
        {
            // To write it would make it sound.
            await findings.RaiseAsync(db, job, FindingOf(line, "altered"), cancel);
            await transaction.CommitAsync(cancel);
            return;
        }

        await Administrators.TakeTurnAsync(db, cancel);
        line.State = await NextAsync(db, job, line, cancel);
        line.DecidedAt = Microseconds.Cut(clock.GetUtcNow());
        book.Changed(line);
        await audit.DoneAsync(db, job, AuditAction.Update, id, $"access-{line.State.ToString().ToLowerInvariant()}", cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    private async Task<LineState> NextAsync(PortalDbContext db, Actor job, CampaignLine line, CancellationToken cancel)
    {
        if (!await lines.IsAsItWasAsync(db, line, cancel))
        {
            return LineState.Overtaken;
        }

        var isLast = await last.AnyIsAsync(db, line.AccountId.Value, cancel);
        if (!isLast && settings.Undecided == WhenUndecided.Suspend && await closing.CloseAsync(db, job, line.AccountId.Value, DisableReason.ReviewUndecided, cancel))
        {
            return LineState.Suspended;
        }

        await findings.RaiseAsync(db, job, FindingOf(line, isLast ? "last" : null), cancel);
        return LineState.Escalated;
    }

    private async Task<bool> CloseAsync(Actor job, Guid id, CancellationToken cancel)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!await Campaign.TakeTurnAsync(db, id, cancel) || await db.Set<Campaign>().SingleAsync(one => one.Id == id, cancel) is not { State: ReviewState.Running } campaign || !book.IsSound(campaign))
        {
            return false;
        }

        (campaign.State, campaign.EndedAt, campaign.OpenKey) = (ReviewState.Ended, Microseconds.Cut(clock.GetUtcNow()), null);
        book.Changed(campaign);
        await audit.DoneAsync(db, job, AuditAction.Update, id, "review-ended", cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    private static NewFinding FindingOf(CampaignLine line, string? detail) => new(FindingKind.AccessUndecided, line.Id.ToString("N"))
    {
        Severity = FindingSeverity.High, Account = line.AccountId, Detail = detail, IsOnce = true,
    };
}

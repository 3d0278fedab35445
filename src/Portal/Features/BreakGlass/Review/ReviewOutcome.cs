using Portal.Data;
using Portal.Data.Findings;
using Portal.Data.Notices;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Findings;
using Portal.Kernel.Notices;

namespace Portal.Features.BreakGlass.Review;

/// <summary>What follows from a step of a review, in its transaction: a question is told to the person; what is inappropriate ends and becomes a finding.</summary>
internal sealed class ReviewOutcome(NoticeBook notices, FindingLog findings, TimeProvider clock)
{
    public async Task FollowAsync(PortalDbContext db, Actor actor, GlassGrant grant, CancellationToken cancel)
    {
        if (grant.Review == GlassReview.Asked)
        {
            await notices.AddAsync(db, grant.AccountId.Value, NoticeKind.GlassQuestion, new NoticeAlso([], About: grant.Id), cancel);
        }
        else if (grant.Review == GlassReview.Inappropriate)
        {
            Stop(grant);
            await findings.RaiseAsync(db, actor, FindingOf(grant), cancel);
        }
    }

    // The person still reads on: nobody waits for the hour to be over.
    private void Stop(GlassGrant grant)
    {
        var now = Microseconds.Cut(clock.GetUtcNow());
        if (GrantBook.IsInForce(grant, now))
        {
            (grant.EndedAt, grant.Ended) = (now, GlassEnd.Stopped);
        }
    }

    private static NewFinding FindingOf(GlassGrant grant) => new(FindingKind.GlassInappropriate, grant.Id.ToString("N"))
    {
        Severity = FindingSeverity.High,
        Account = grant.AccountId,
        Patient = grant.PatientId,
        Detail = GlassReasons.IsKnown(grant.Reason) ? GlassReasons.CodeOf(grant.Reason) : null,
        IsOnce = true,
    };
}

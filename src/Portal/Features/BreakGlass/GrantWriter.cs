using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.BreakGlass;

/// <summary>A grant to be.</summary>
/// <param name="Id">Its id, which its entry carries.</param>
/// <param name="Actor">Who takes it.</param>
/// <param name="Patient">For whom.</param>
/// <param name="Input">Why.</param>
internal sealed record NewGrant(Guid Id, Actor Actor, PatientId Patient, TakeEmergencyAccessInput Input);

/// <summary>Writes a grant and tells the patient, in the caller's transaction, which holds the entry.</summary>
internal sealed class GrantWriter(GlassNotices notices, GlassSettings settings, TimeProvider clock)
{
    /// <summary>The grant that is open then: the new one, or one that another request made a moment ago, and nothing to commit.</summary>
    /// <exception cref="DbUpdateException">Another request of the same person for the same patient was quicker.</exception>
    public async Task<Guid> AddAsync(PortalDbContext db, Access access, NewGrant grant, CancellationToken cancel)
    {
        var (account, patient) = (grant.Actor.Account!.Value, grant.Patient);
        var rows = await db.Set<GlassGrant>().Where(row => row.AccountId == account && row.PatientId == patient).ToListAsync(cancel);
        var now = Microseconds.Cut(clock.GetUtcNow());
        if (rows.Find(row => GrantBook.IsInForce(row, now) && GrantBook.StandsIn(row, grant.Input.Reason)) is { } there)
        {
            return there.Id;
        }

        foreach (var lesser in rows.Where(row => GrantBook.IsInForce(row, now)))
        {
            (lesser.EndedAt, lesser.Ended) = (now, GlassEnd.Replaced);
        }

        var added = RowOf(access, grant, account, now);
        added.Follows = GrantBook.LastOf(rows);
        await notices.TellAsync(db, added, grant.Actor.Role, cancel);
        db.Add(added);
        await db.SaveChangesAsync(cancel);
        return added.Id;
    }

    private GlassGrant RowOf(Access access, NewGrant grant, AccountId account, DateTimeOffset now) => new()
    {
        Id = grant.Id,
        PatientId = grant.Patient,
        AccountId = account,
        SessionId = grant.Actor.Session!.Value,
        Reason = grant.Input.Reason,
        Sentence = access.Protect(grant.Patient, grant.Input.Sentence!.Trim()),
        CoversWriting = GlassReasons.CoversWriting(grant.Input.Reason),
        PastExclusion = grant.Input.Reason == GlassReason.Exclusion,
        Start = now,
        Until = now + settings.Length,
        ReviewDueAt = now + settings.ReviewWithin,
        Review = GlassReview.Due,
    };
}

using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Kernel;

namespace Portal.Features.BreakGlass.Review;

/// <summary>The steps of reviews, to read and to add; none is ever changed.</summary>
internal sealed class ReviewSteps(AccountNames names, TimeProvider clock)
{
    /// <summary>The steps of a grant, the oldest first.</summary>
    /// <param name="access">What opened the patient for the reasons of access.</param>
    /// <param name="db">A context of that access.</param>
    /// <param name="grant">The grant.</param>
    /// <param name="named">Whether those who wrote are named.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IReadOnlyList<ReviewStep>> OfAsync(Access access, PortalDbContext db, Guid grant, bool named, CancellationToken cancel)
    {
        var rows = await db.Set<GlassStep>().AsNoTracking().Where(row => row.GrantId == grant).OrderBy(row => row.At).ThenBy(row => row.Id).ToListAsync(cancel);
        var known = named && rows.Count > 0 ? await names.OfStaffAsync(db, [.. rows.Select(row => row.AuthorId).Distinct()], cancel) : new Dictionary<AccountId, string>();
        return [.. rows.Select(row => new ReviewStep(row.Id, row.Kind, row.At, row.AuthorId, known.GetValueOrDefault(row.AuthorId), access.Reveal(row, row.Text)))];
    }

    /// <summary>Puts a grant's review into a state and says so in a step; the caller saves both, in one transaction with the entry.</summary>
    public void Add(PortalDbContext db, Access access, GlassGrant grant, (AccountId Author, GlassReview Kind, string Text) said)
    {
        var now = Microseconds.Cut(clock.GetUtcNow());
        grant.Review = said.Kind;
        if (!GlassReviews.IsOpen(said.Kind))
        {
            (grant.ReviewerId, grant.ReviewedAt) = (said.Author, now);
        }

        db.Add(new GlassStep
        {
            Id = Guid.CreateVersion7(now),
            PatientId = grant.PatientId,
            GrantId = grant.Id,
            AccountId = grant.AccountId,
            AuthorId = said.Author,
            Kind = said.Kind,
            At = now,
            Text = said.Text.Trim() is { Length: > 0 } text ? access.Protect(grant.PatientId, text) : null,
        });
    }
}

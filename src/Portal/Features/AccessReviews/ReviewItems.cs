using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.AccessReviews;

/// <summary>Lays reviews and lines out for a viewer. Who sees all of them sees everybody's lines; anybody else those of which they are the reviewer, and never the own one.</summary>
internal sealed class ReviewItems(ReviewBook book, AccountNames names)
{
    /// <summary>The lines that the viewer sees.</summary>
    public static IQueryable<CampaignLine> SeenBy(PortalDbContext db, Actor viewer)
    {
        var own = viewer.Account;
        var lines = db.Set<CampaignLine>().AsNoTracking();
        return viewer.SeesAccessReviews ? lines : lines.Where(line => line.ReviewerId == own);
    }

    public async Task<IReadOnlyList<ReviewItem>> OfAsync(PortalDbContext db, Actor viewer, IReadOnlyCollection<Campaign> rows, CancellationToken cancel)
    {
        var (ids, own) = (rows.Select(row => row.Id).ToList(), viewer.Account);
        var counts = await SeenBy(db, viewer).Where(line => ids.Contains(line.CampaignId)).GroupBy(line => line.CampaignId).Select(g => new
        {
            g.Key,
            All = g.Count(),
            Open = g.Count(line => line.State == LineState.Waiting || line.State == LineState.Escalated),
            Own = g.Count(line => line.ReviewerId == own && (line.State == LineState.Waiting || line.State == LineState.Escalated)),
        }).ToDictionaryAsync(g => g.Key, cancel);
        return
        [
            .. rows.Select(row => new ReviewItem(
                row.Id, row.Scope, row.Role, row.Department, row.State, row.StartedAt, ReviewWords.LastDay(row.DueAt), row.SignedAt,
                counts.GetValueOrDefault(row.Id)?.All ?? 0, counts.GetValueOrDefault(row.Id)?.Open ?? 0,
                row.State == ReviewState.Signed ? 0 : counts.GetValueOrDefault(row.Id)?.Own ?? 0, !book.IsSound(row))),
        ];
    }

    public async Task<IReadOnlyList<ReviewLine>> OfAsync(PortalDbContext db, Actor viewer, Campaign campaign, IReadOnlyCollection<CampaignLine> rows, CancellationToken cancel)
    {
        var known = await NamesAsync(db, [.. rows.SelectMany(row => new[] { row.AccountId, row.GivenBy, row.ReviewerId, row.DelegatedBy, row.DecidedBy }).OfType<AccountId>()], cancel);
        return [.. rows.Select(row => LineOf(row, viewer, campaign, known))];
    }

    /// <summary>One review with some of its lines.</summary>
    public async Task<ReviewView> ViewAsync(PortalDbContext db, Actor viewer, Campaign campaign, IReadOnlyCollection<CampaignLine> lines, int? next, CancellationToken cancel)
    {
        var states = await SeenBy(db, viewer).Where(line => line.CampaignId == campaign.Id).GroupBy(line => line.State).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var known = await NamesAsync(db, [.. new[] { campaign.StartedBy, campaign.SignedBy }.OfType<AccountId>()], cancel);
        return new ReviewView(
            (await OfAsync(db, viewer, [campaign], cancel))[0], campaign.Since, Person(campaign.StartedBy, known), campaign.EndedAt, Person(campaign.SignedBy, known),
            campaign.SignEntry, campaign.Hash is { } hash ? Convert.ToHexStringLower(hash) : null,
            new Page<ReviewLine>(await OfAsync(db, viewer, campaign, lines, cancel), next?.ToString(System.Globalization.CultureInfo.InvariantCulture)), states,
            viewer.SeesAccessReviews, viewer.RunsAccessReviews);
    }

    /// <summary>The names of colleagues: reviewers must know whom they decide about, whatever else their role may see.</summary>
    public async Task<IReadOnlyDictionary<AccountId, string>> NamesAsync(PortalDbContext db, IReadOnlyCollection<AccountId> people, CancellationToken cancel) =>
        await names.OfStaffAsync(db, people, cancel);

    public static ReviewPerson? Person(AccountId? account, IReadOnlyDictionary<AccountId, string> known) =>
        account is { } id ? new ReviewPerson(id, known.GetValueOrDefault(id)) : null;

    private ReviewLine LineOf(CampaignLine row, Actor viewer, Campaign campaign, IReadOnlyDictionary<AccountId, string> known)
    {
        var isSound = book.IsSound(row);
        return new ReviewLine(
            row.Id, Person(row.AccountId, known)!, row.Role, row.Department, Person(row.GivenBy, known), row.GivenAt, row.LastSignIn, row.Opened, row.Glass, row.Findings, row.Marks,
            Person(row.ReviewerId, known), Person(row.DelegatedBy, known), book.Text(row.DelegationNote), row.State, row.NewRole, Person(row.DecidedBy, known), row.DecidedAt,
            book.Text(row.Comment), isSound && campaign.State != ReviewState.Signed && ReviewBook.IsOpen(row.State) && LineStep.MayDecide(viewer, row), !isSound);
    }
}

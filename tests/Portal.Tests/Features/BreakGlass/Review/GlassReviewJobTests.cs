using Microsoft.EntityFrameworkCore;
using Portal.Data.Findings;
using Portal.Data.Postgres.Embedded;
using Portal.Features.BreakGlass;
using Portal.Features.BreakGlass.Review;
using Portal.Kernel.Access;
using Portal.Kernel.Findings;
using Portal.Kernel.Notices;
using Portal.Tests.Data;

namespace Portal.Tests.Features.BreakGlass.Review;

public sealed class GlassReviewJobTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Reviews reviews = new(portal);

    [Fact]
    public async Task What_nobody_decided_in_time_is_told_to_every_officer_and_is_a_finding_once_whichever_nodes_look()
    {
        var officers = new[] { await reviews.OfficerAsync(), await reviews.OfficerAsync() };
        var (_, _, decided) = await reviews.GivenBackAsync();
        await reviews.SayAsync(officers[0], decided, GlassReview.Appropriate);
        var (actor, patient, grant) = await reviews.GivenBackAsync();
        await using var second = await SecondPortal.OpenAsync(portal);
        portal.Clock.Advance(TimeSpan.FromHours(72) - TimeSpan.FromSeconds(1));
        (await RunAsync()).ShouldBe(0);
        portal.Clock.Advance(TimeSpan.FromSeconds(1));

        await Task.WhenAll(RunAsync(), second.Get<GlassReviewJob>().RunAsync(default));
        (await RunAsync()).ShouldBe(0);

        var finding = (await FindingsAsync()).Where(one => one.Patient == patient).ShouldHaveSingleItem();
        (finding.Severity, finding.Account, finding.Key).ShouldBe((FindingSeverity.High, actor.Account, grant.ToString("N")));
        foreach (var officer in officers)
        {
            (await reviews.Glass.People.NoticesAsync(officer.Account!.Value, NoticeKind.GlassReviewOverdue)).Count.ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_row_that_was_altered_escalates_and_names_nobody()
    {
        var (_, patient, grant) = await reviews.GivenBackAsync();
        await portal.Database.RunAsync(DatabaseRole.Owner, "UPDATE care.grants SET reason = 2 WHERE id = $1", grant);
        portal.Clock.Advance(TimeSpan.FromHours(73));
        await RunAsync();
        var finding = (await FindingsAsync()).Single(one => one.Patient == patient);
        (finding.Account, finding.Detail).ShouldBe((null, "altered"));
    }

    private Task<int> RunAsync() => portal.Get<GlassReviewJob>().RunAsync(default);

    private async Task<List<Finding>> FindingsAsync()
    {
        await using var db = portal.Open();
        return await db.Set<Finding>().AsNoTracking().Where(f => f.Kind == FindingKind.GlassReviewOverdue).ToListAsync();
    }
}

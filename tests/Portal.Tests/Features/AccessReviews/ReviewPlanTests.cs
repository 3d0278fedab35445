using Microsoft.EntityFrameworkCore;
using Portal.Features.AccessReviews;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.AccessReviews;

/// <summary>A database of its own: reviews of everybody begin by themselves here.</summary>
[Trait("Norm", "164.308(a)(4)(ii)(C)")]
public sealed class ReviewPlanTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task The_first_begins_three_months_after_the_first_account_and_the_next_three_months_later_once_on_every_node()
    {
        var house = new AccessHouse(portal);
        await using var second = await SecondPortal.OpenAsync(portal);
        await BothAsync();
        (await AllAsync()).ShouldBeEmpty("a house without accounts has nothing to review");

        var officer = await house.SignedInAsync(Role.ComplianceOfficer);
        var first = portal.Clock.GetUtcNow();
        portal.Clock.Advance(first.AddMonths(3) - first - TimeSpan.FromSeconds(1));
        await BothAsync();
        (await AllAsync()).ShouldBeEmpty();
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        await BothAsync();
        await BothAsync();

        var begun = (await AllAsync()).ShouldHaveSingleItem();
        (begun.Scope, begun.StartedBy, begun.Since).ShouldBe((ReviewScope.Everybody, null, first));
        begun.DueAt.Date.ShouldBe(portal.Clock.GetUtcNow().Date.AddDays(ReviewSettings.Default.Days + 1));
        (await house.LinesAsync(begun.Id)).ShouldHaveSingleItem().AccountId.ShouldBe(officer.Person.Id);

        portal.Clock.Advance(begun.StartedAt.AddMonths(3) - begun.StartedAt);
        await BothAsync();
        (await AllAsync()).Count.ShouldBe(2);

        async Task BothAsync() => await Task.WhenAll(portal.Get<ReviewJob>().RunAsync(default), second.Get<ReviewJob>().RunAsync(default));
    }

    private async Task<List<Campaign>> AllAsync()
    {
        await using var db = portal.Open();
        return await db.Set<Campaign>().AsNoTracking().OrderBy(one => one.StartedAt).ToListAsync();
    }
}

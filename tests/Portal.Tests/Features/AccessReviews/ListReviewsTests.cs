using FluentValidation;
using Portal.Features.AccessReviews;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.AccessReviews;

public sealed class ListReviewsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly AccessHouse house = new(portal);

    private Task<ReviewsFound> ListAsync(Actor actor, string? cursor = null) => portal.Get<ListReviews>().ForAsync(actor, cursor, default);

    [Fact]
    public async Task The_history_is_the_officers_and_auditors_and_to_a_manager_only_what_names_them()
    {
        var (officer, manager, _, review, line) = await house.RunningAsync();
        var stranger = (await house.SignedInAsync(Role.Clinician)).Actor;
        var found = await ListAsync(officer);
        found.Page.Items.ShouldContain(item => item.Id == review);
        found.Departments.ShouldContain(house.Department);
        found.Next.ShouldNotBeNull();
        (await ListAsync((await house.SignedInAsync(Role.Auditor)).Actor)).Next.ShouldBeNull();
        (await ListAsync(stranger)).Page.Items.ShouldBeEmpty();
        var own = (await ListAsync(manager)).Page.Items.ShouldHaveSingleItem();
        (own.Id, own.All, own.Open, own.Own).ShouldBe((review, 1, 1, 1));
        await house.KeepAsync(manager, line.Id);
        own = (await ListAsync(manager)).Page.Items.ShouldHaveSingleItem();
        (own.Open, own.Own).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Pages_follow_each_other_and_nothing_is_lost()
    {
        var officer = await house.OfficerAsync();
        var made = new List<Guid>();
        for (var one = 0; one <= ListReviews.PageSize; one++)
        {
            made.Add(await new AccessHouse(portal).StartAsync(officer));
        }

        var first = await ListAsync(officer);
        first.Page.Items.Count.ShouldBe(ListReviews.PageSize);
        var second = await ListAsync(officer, first.Page.Next);
        first.Page.Items.Concat(second.Page.Items).Select(item => item.Id).ShouldBeUnique();
        made.ShouldBeSubsetOf(first.Page.Items.Concat(second.Page.Items).Select(item => item.Id));
    }

    [Fact]
    public async Task Patients_see_nothing_and_a_cursor_is_checked()
    {
        await Should.ThrowAsync<UnauthorizedAccessException>(() => ListAsync(AccessHouse.Somebody(Role.Patient)));
        await Should.ThrowAsync<ValidationException>(() => ListAsync(AccessHouse.Somebody(Role.Auditor), "x"));
    }
}

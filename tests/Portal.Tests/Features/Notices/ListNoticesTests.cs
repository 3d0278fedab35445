using FluentValidation;
using Portal.Features.Notices;
using Portal.Kernel.Audit;
using Portal.Tests.Features.Identity;

namespace Portal.Tests.Features.Notices;

public sealed class ListNoticesTests(PortalFixture portal) : NoticeTests(portal), IClassFixture<PortalFixture>
{
    private readonly PortalFixture portal = portal;

    [Fact]
    public async Task A_person_reads_the_own_notices_newest_first_page_by_page_and_nobody_elses()
    {
        await ToldAsync(1);
        var (person, actor) = await ToldAsync(ListNotices.PageSize + 3);
        var first = await portal.Get<ListNotices>().ForAsync(actor, null, default);
        var second = await portal.Get<ListNotices>().ForAsync(actor, first.Next, default);

        second.Next.ShouldBeNull();
        first.Items.Concat(second.Items).Select(item => item.Detail.ValueOrDefault).ShouldBe(Enumerable.Range(0, ListNotices.PageSize + 3).Reverse().Select(n => $"{n}"));
        (await People.EntriesAsync(e => e.ResourceId == person.Id.Value && e is { Action: AuditAction.Search, Reason: "own-notices" })).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_job_has_none_and_its_try_is_an_entry()
    {
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<ListNotices>().ForAsync(Identity.People.Job, null, default));
        (await People.EntriesAsync(e => e is { Job: "test", Outcome: AuditOutcome.Denied })).ShouldHaveSingleItem().Reason.ShouldBe("not-a-person");
    }

    [Fact]
    public async Task A_made_up_place_is_refused()
    {
        var (_, actor) = await ToldAsync(0);
        await Should.ThrowAsync<ValidationException>(() => portal.Get<ListNotices>().ForAsync(actor, "x.y", default));
    }
}

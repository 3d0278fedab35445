using Portal.Features.Notices;
using Portal.Kernel.Audit;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Notices;

public sealed class MarkNoticesReadTests(PortalFixture portal) : NoticeTests(portal), IClassFixture<PortalFixture>
{
    private readonly PortalFixture portal = portal;

    [Fact]
    public async Task One_is_marked_once_and_by_its_own_person_only()
    {
        var (person, actor) = await ToldAsync(2);
        var (_, other) = await ToldAsync(1);
        var newest = (await portal.Get<ListNotices>().ForAsync(actor, null, default)).Items[0];
        (await portal.Get<MarkNoticesRead>().OneAsync(other, newest.Id, default)).ShouldBe(0);
        (await portal.Get<MarkNoticesRead>().OneAsync(actor, newest.Id, default)).ShouldBe(1);
        (await portal.Get<MarkNoticesRead>().OneAsync(actor, newest.Id, default)).ShouldBe(0);

        (await portal.Get<ListNotices>().ForAsync(actor, null, default)).Items.Select(item => item.IsRead).ShouldBe([true, false]);
        (await People.EntriesAsync(e => e.Account == person.Id && e is { Action: AuditAction.Update, Reason: "own-notices-read" })).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task All_means_all_that_were_shown_and_not_what_came_since()
    {
        var (person, actor) = await ToldAsync(3);
        var (_, other) = await ToldAsync(1);
        var shown = (await portal.Get<ListNotices>().ForAsync(actor, null, default)).Items[0];
        await TellAsync(person, 1);
        (await portal.Get<MarkNoticesRead>().UpToAsync(other, shown.Id, default)).ShouldBe(0);
        (await portal.Get<MarkNoticesRead>().UpToAsync(actor, shown.Id, default)).ShouldBe(3);
        (await portal.Get<CountUnreadNotices>().ForAsync(actor, default)).ShouldBe(1);
        (await portal.Get<CountUnreadNotices>().ForAsync(other, default)).ShouldBe(1);
    }

    [Fact]
    public async Task A_job_has_none_and_nothing_is_looked_up_for_it()
    {
        using var sent = new SentCommands(portal.Database.Name);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<MarkNoticesRead>().OneAsync(Identity.People.Job, Guid.NewGuid(), default));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<MarkNoticesRead>().UpToAsync(Identity.People.Job, Guid.NewGuid(), default));
        sent.All.ShouldAllBe(one => !one.Sql.Contains("notices.notices"));
    }
}

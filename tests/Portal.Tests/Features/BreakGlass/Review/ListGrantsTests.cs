using FluentValidation;
using Portal.Features.BreakGlass;
using Portal.Features.BreakGlass.Review;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using People = Portal.Tests.Features.Patients.People;

namespace Portal.Tests.Features.BreakGlass.Review;

public sealed class ListGrantsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Reviews reviews = new(portal);

    [Fact]
    public async Task What_is_open_due_overdue_and_decided_stands_in_its_place()
    {
        var officer = await reviews.OfficerAsync();
        var (_, _, late) = await reviews.GivenBackAsync();
        portal.Clock.Advance(TimeSpan.FromHours(72));
        var (_, _, decided) = await reviews.GivenBackAsync();
        await reviews.SayAsync(officer, decided, GlassReview.Appropriate);
        var (_, _, over) = await reviews.Glass.BrokenAsync();
        portal.Clock.Advance(TimeSpan.FromMinutes(60));
        var (actor, patient, live) = await reviews.Glass.BrokenAsync();

        var board = await reviews.BoardAsync(officer);

        var open = board.Live.Single(item => item.Id == live);
        (open.IsLive, open.End, open.Person, open.Name, open.Role, open.Patient)
            .ShouldBe((true, portal.Clock.GetUtcNow().AddMinutes(60), actor.Account!.Value, "Test Person", Role.Clinician, patient));
        var due = board.Page.Items.ToList();
        due.ShouldContain(item => item.Id == late && item.IsOverdue);
        // Its time is over, though no job has written that down.
        due.ShouldContain(item => item.Id == over && !item.IsOverdue && item.Ended == GlassEnd.Expired);
        due.ShouldNotContain(item => item.Id == decided || item.Id == live);
        board.Live.ShouldNotContain(item => item.Id == over);
        (await reviews.BoardAsync(officer, GlassPart.Decided)).Page.Items.ShouldHaveSingleItem().Reviewer.ShouldBe(officer.Account);
        board.Counts.Overdue.ShouldBe(1);
        var entry = (await reviews.Glass.EntriesAsync(patient)).First(one => one.Account == officer.Account);
        (entry.Action, entry.Resource).ShouldBe((AuditAction.Search, AuditResource.EmergencyAccess));
    }

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap()
    {
        var officer = await reviews.OfficerAsync();
        var made = new List<Guid>();
        for (var n = 0; n < ListGrants.PageSize + 3; n++)
        {
            made.Add((await reviews.GivenBackAsync()).Grant);
        }

        var first = (await reviews.BoardAsync(officer)).Page;
        var all = first.Items.Select(item => item.Id).ToList();
        for (var next = first.Next; next is not null;)
        {
            var page = (await reviews.BoardAsync(officer, GlassPart.Due, next)).Page;
            all.AddRange(page.Items.Select(item => item.Id));
            next = page.Next;
        }

        first.Items.Count.ShouldBe(ListGrants.PageSize);
        all.ShouldBeUnique();
        made.ShouldBeSubsetOf(all);
        await Should.ThrowAsync<ValidationException>(() => reviews.BoardAsync(officer, GlassPart.Due, "elsewhere"));
    }

    [Fact]
    public async Task Others_are_refused_and_the_try_is_an_entry()
    {
        var clinician = await reviews.Glass.ClinicianAsync();
        await Should.ThrowAsync<UnauthorizedAccessException>(() => reviews.BoardAsync(clinician));
        (await reviews.Glass.People.EntriesAsync(entry => entry.Account == clinician.Account && entry.Resource == AuditResource.EmergencyAccess))
            .ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
        (await reviews.BoardAsync(People.In(Role.Auditor))).Live.ShouldAllBe(item => item.Name == null);
    }
}

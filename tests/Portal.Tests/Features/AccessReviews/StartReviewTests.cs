using FluentValidation;
using Portal.Data.Auditing;
using Portal.Features.AccessReviews;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Notices;

namespace Portal.Tests.Features.AccessReviews;

[Trait("Norm", "164.308(a)(4)(ii)(C)")]
public sealed class StartReviewTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly AccessHouse house = new(portal);

    [Fact]
    public async Task A_line_says_how_somebodys_access_stands_and_names_the_manager_who_is_told()
    {
        var (manager, nurse) = await house.WardAsync();
        var log = portal.Get<AuditLog>();
        var acting = Actor.Person(nurse.Id, Role.Nurse, SessionId.New(), Identity.People.Nobody.Origin);
        foreach (var action in new[] { AuditAction.Read, AuditAction.Read, AuditAction.BreakGlass })
        {
            await log.AppendAsync(log.NewEntry(acting, Purpose.Treatment, action, AuditResource.Patient, DataCategories.Clinical, AuditOutcome.Allowed), default);
        }

        await log.AppendAsync(log.NewEntry(acting, Purpose.Treatment, AuditAction.Read, AuditResource.Patient, DataCategories.Clinical, AuditOutcome.Denied), default);
        await log.AppendAsync(log.NewEntry(acting, Purpose.Operations, AuditAction.Read, AuditResource.Account, DataCategories.Account, AuditOutcome.Allowed), default);
        var officer = await house.OfficerAsync();
        portal.Clock.Advance(TimeSpan.FromMinutes(1));

        var review = await house.StartAsync(officer);

        var line = (await house.LinesAsync(review)).ShouldHaveSingleItem();
        (line.AccountId, line.Role, line.Department, line.ReviewerId).ShouldBe((nurse.Id, Role.Nurse, house.Department, manager.Account));
        (line.Opened, line.Glass, line.Findings, line.Marks).ShouldBe((2, 1, 0, LineMarks.None));
        line.LastSignIn.ShouldNotBeNull();
        line.GivenAt.ShouldNotBeNull();
        portal.Get<ReviewBook>().IsSound(line).ShouldBeTrue();
        (await house.People.NoticesAsync(manager.Account!.Value, NoticeKind.AccessReviewWaits)).ShouldHaveSingleItem().About.ShouldBe(review);
        (await house.EntriesAsync(review)).ShouldBe([(AuditAction.Create, AuditOutcome.Allowed, "review-started")]);
    }

    [Fact]
    public async Task Who_gave_the_role_and_when_stands_in_the_line()
    {
        var (_, nurse) = await house.WardAsync();
        var (administrator, officer) = (await house.Staff.Invited.AdministratorAsync(), await house.OfficerAsync());
        await portal.Get<Portal.Features.Identity.Changes.ChangeRole>().ForAsync(administrator, nurse.Id, Role.Clinician, default);
        var asked = (await portal.Get<Portal.Features.Identity.Changes.OpenPerson>().ForAsync(administrator, nurse.Id, default))!.RoleRequest!;
        portal.Clock.Advance(TimeSpan.FromMinutes(1));
        await portal.Get<Portal.Features.Identity.Changes.ApproveRole>().ForAsync(officer, asked.Id, default);

        var line = await house.LineAsync(await house.StartAsync(officer), nurse.Id);

        (line.Role, line.GivenBy, line.GivenAt).ShouldBe((Role.Clinician, officer.Account, portal.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task Without_a_manager_who_can_decide_an_officer_does()
    {
        var (unlisted, alone) = (await house.SignedInAsync(Role.Nurse), await house.SignedInAsync(Role.Nurse));
        var (head, own) = (await house.SignedInAsync(Role.Clinician), await house.SignedInAsync(Role.Nurse));
        await house.ListAsync(alone.Person.Id);
        // The manager's second account is under review: nobody decides about themselves by way of another account.
        var entry = await house.ListAsync(head.Person.Id);
        await house.AlsoAsync(entry, own.Person.Id);
        var officer = await house.OfficerAsync();
        await house.OnlyAsync(Role.ComplianceOfficer, officer.Account!.Value);

        var lines = await house.LinesAsync(await house.StartAsync(officer));

        lines.Select(line => line.ReviewerId).ShouldAllBe(one => one == officer.Account);
        lines.Select(line => line.AccountId).ShouldBe([alone.Person.Id, head.Person.Id, own.Person.Id], ignoreOrder: true);
        lines.ShouldNotContain(line => line.AccountId == unlisted.Person.Id);
    }

    [Fact]
    public async Task An_officer_is_reviewed_by_another_one_else_by_an_auditor_else_by_nobody()
    {
        var (head, first, second) = (await house.SignedInAsync(Role.Clinician), await house.SignedInAsync(Role.ComplianceOfficer), await house.SignedInAsync(Role.ComplianceOfficer));
        var above = await house.ListAsync(head.Person.Id, department: "Elsewhere");
        await house.ListAsync(first.Person.Id, above);
        await house.OnlyAsync(Role.ComplianceOfficer, first.Person.Id, second.Person.Id);
        await house.OnlyAsync(Role.Auditor);
        (await house.LineAsync(await house.StartAsync(second.Actor), first.Person.Id)).ReviewerId.ShouldBe(second.Person.Id);

        var next = new AccessHouse(portal);
        await house.OnlyAsync(Role.ComplianceOfficer, first.Person.Id);
        var auditor = await house.SignedInAsync(Role.Auditor);
        (await next.LineAsync(await next.StartAsync(first.Actor, scope: ReviewScope.Role, role: Role.ComplianceOfficer), first.Person.Id)).ReviewerId.ShouldBe(auditor.Person.Id);

        portal.Clock.Advance(TimeSpan.FromDays(31));
        await portal.Get<ReviewJob>().RunAsync(default);
        await house.OnlyAsync(Role.Auditor);
        var again = (await house.People.ActorAsync(await house.People.SignInAsync(first.Person)));
        (await next.LineAsync(await next.StartAsync(again, scope: ReviewScope.Role, role: Role.ComplianceOfficer), first.Person.Id)).ReviewerId.ShouldBeNull();
    }

    [Fact]
    public async Task A_scope_with_nobody_in_it_closes_by_itself()
    {
        var officer = await house.OfficerAsync();
        var review = await house.StartAsync(officer);
        var campaign = await house.CampaignAsync(review);
        (campaign.State, campaign.EndedAt).ShouldBe((ReviewState.Ended, (DateTimeOffset?)campaign.StartedAt));
        (await house.EntriesAsync(review)).ShouldBe([(AuditAction.Create, AuditOutcome.Allowed, "review-empty")]);
        (await house.SignAsync(officer, review)).ShouldBe(ReviewOutcome.Done);
    }

    [Fact]
    public async Task Of_one_scope_one_runs_at_a_time_however_many_begin_it()
    {
        await house.WardAsync();
        var officer = await house.OfficerAsync();
        var what = new StartReviewInput(ReviewScope.Department, Role.None, house.Department, house.Today.AddDays(30));
        var tries = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => portal.Get<StartReview>().ForAsync(officer, what, default)));
        tries.Count(one => one.Outcome == ReviewOutcome.Done).ShouldBe(1);
        tries.Count(one => one.Outcome == ReviewOutcome.Runs).ShouldBe(3);
    }

    [Fact]
    public async Task Reads_are_counted_from_the_last_review_on()
    {
        var (_, nurse) = await house.WardAsync();
        var officer = await house.OfficerAsync();
        var first = await house.StartAsync(officer, days: 1);
        portal.Clock.Advance(TimeSpan.FromDays(2));
        await portal.Get<ReviewJob>().RunAsync(default);
        var again = await house.OfficerAsync();
        var second = await house.StartAsync(again);
        (await house.CampaignAsync(second)).Since.ShouldBe((await house.CampaignAsync(first)).StartedAt);
        (await house.LinesAsync(second)).ShouldNotContain(line => line.AccountId == nurse.Id, "the first one suspended the account");
    }

    [Theory]
    [InlineData(Role.Clinician)]
    [InlineData(Role.Administrator)]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Patient)]
    public async Task Nobody_but_officers_begins_one(Role role)
    {
        var actor = AccessHouse.Somebody(role);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<StartReview>().ForAsync(
            actor, new StartReviewInput(ReviewScope.Everybody, Role.None, null, house.Today.AddDays(30)), default));
        (await house.People.EntriesAsync(e => e.Account == actor.Account)).ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
    }

    [Theory]
    [InlineData(ReviewScope.None, Role.None, null, 30)]
    [InlineData(ReviewScope.Role, Role.None, null, 30)]
    [InlineData(ReviewScope.Role, Role.Patient, null, 30)]
    [InlineData(ReviewScope.Department, Role.None, " ", 30)]
    [InlineData(ReviewScope.Everybody, Role.Nurse, null, 30)]
    [InlineData(ReviewScope.Everybody, Role.None, "Cardiology", 30)]
    [InlineData(ReviewScope.Everybody, Role.None, null, 0)]
    [InlineData(ReviewScope.Everybody, Role.None, null, 121)]
    public async Task What_cannot_be_is_refused(ReviewScope scope, Role role, string? department, int days) =>
        await Should.ThrowAsync<ValidationException>(async () => await portal.Get<StartReview>().ForAsync(
            await house.OfficerAsync(), new StartReviewInput(scope, role, department, house.Today.AddDays(days)), default));
}

using FluentValidation;
using Portal.Features.BreakGlass;
using Portal.Features.BreakGlass.Review;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using People = Portal.Tests.Features.Patients.People;

namespace Portal.Tests.Features.BreakGlass.Review;

public sealed class OpenGrantTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Reviews reviews = new(portal);

    [Fact]
    public async Task The_officer_reads_the_sentence_and_what_was_done_under_this_grant_alone()
    {
        var (officer, people) = (await reviews.OfficerAsync(), reviews.Glass.People);
        var (person, patient) = (await people.NewAsync(), await reviews.Glass.PatientAsync());
        var actor = await people.ActorAsync(await people.SignInAsync(person));
        var grant = (await reviews.Glass.TakeAsync(actor, patient)).Grant!.Value;
        (await reviews.Glass.OpenAsync(actor, patient)).ShouldNotBeNull();
        portal.Clock.Advance(TimeSpan.FromMinutes(61));
        var again = await people.ActorAsync(await people.SignInAsync(person));
        (await reviews.Glass.TakeAsync(again, patient)).Outcome.ShouldBe(GlassOutcome.Open);
        (await reviews.Glass.OpenAsync(again, patient)).ShouldNotBeNull();

        var view = (await reviews.OpenAsync(officer, grant))!;

        view.Sentence.ValueOrDefault.ShouldBe(Glass.Sentence);
        view.Accesses.Items.ShouldNotBeEmpty();
        view.HeldUntil.ShouldBeNull();
        view.Accesses.Items.ShouldAllBe(item => item.Grant == grant && item.Person == actor.Account);
        view.Accesses.Items.ShouldContain(item => item.Action == AuditAction.Read);
        (view.Item.Ended, view.Item.IsLive, view.Item.Review, view.IsOwn).ShouldBe((GlassEnd.Expired, false, GlassReview.Due, false));
        view.Item.Name.ShouldBe("Test Person");
        (view.History, view.OnTeamSince).ShouldBe((new GrantHistory(0, 0, 1), null));
        var entry = (await reviews.Glass.EntriesAsync(patient)).Single(one => one.Account == officer.Account);
        (entry.Action, entry.Resource, entry.ResourceId, entry.Outcome, entry.Purpose)
            .ShouldBe((AuditAction.Read, AuditResource.EmergencyAccess, grant, AuditOutcome.Allowed, Purpose.Operations));
    }

    [Fact]
    public async Task History_counts_what_the_persons_others_of_ninety_days_came_to()
    {
        var (officer, people) = (await reviews.OfficerAsync(), reviews.Glass.People);
        var person = await people.NewAsync();
        var old = (await reviews.Glass.TakeAsync(await people.ActorAsync(await people.SignInAsync(person)), await reviews.Glass.PatientAsync())).Grant!.Value;
        await reviews.SayAsync(officer, old, GlassReview.Inappropriate);
        portal.Clock.Advance(TimeSpan.FromDays(89));
        var again = await people.ActorAsync(await people.SignInAsync(person));
        var grant = (await reviews.Glass.TakeAsync(again, await reviews.Glass.PatientAsync())).Grant!.Value;
        (await reviews.OpenAsync(officer, grant))!.History.ShouldBe(new GrantHistory(0, 1, 0));
        portal.Clock.Advance(TimeSpan.FromDays(2));
        (await reviews.OpenAsync(officer, grant))!.History.ShouldBe(new GrantHistory(0, 0, 0));
    }

    [Fact]
    public async Task A_relationship_that_began_since_then_is_told()
    {
        var (actor, patient, grant) = await reviews.GivenBackAsync();
        portal.Clock.Advance(TimeSpan.FromHours(1));
        await SamplePatients.AssignAsync(portal, patient, actor.Account!.Value);
        (await reviews.OpenAsync(await reviews.OfficerAsync(), grant))!.OnTeamSince.ShouldBe(portal.Clock.GetUtcNow());
    }

    [Fact]
    public async Task An_auditor_reads_it_without_names_and_others_nothing()
    {
        var (actor, _, grant) = await reviews.GivenBackAsync();
        var view = (await reviews.OpenAsync(People.In(Role.Auditor), grant))!;
        (view.Item.Name, view.Item.Person, view.Sentence.ValueOrDefault).ShouldBe((null, actor.Account!.Value, Glass.Sentence));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => reviews.OpenAsync(actor, grant));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => reviews.OpenAsync(People.In(Role.Administrator), grant));
        await Should.ThrowAsync<ValidationException>(() => reviews.OpenAsync(People.In(Role.Auditor), Guid.Empty));
        (await reviews.OpenAsync(People.In(Role.Auditor), Guid.NewGuid())).ShouldBeNull();
    }
}

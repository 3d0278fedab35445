using FluentValidation;
using Portal.Data.Auditing;
using Portal.Features.BreakGlass.Review;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.BreakGlass.Review;

[Trait("Norm", "164.308(a)(1)(ii)(D)")]
public sealed class ListGrantAccessesTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Reviews reviews = new(portal);

    [Fact]
    public async Task All_that_was_done_under_a_grant_is_found_page_by_page_however_much_was_done_under_later_ones()
    {
        var (officer, people) = (await reviews.OfficerAsync(), reviews.Glass.People);
        var (person, patient) = (await people.NewAsync(), await reviews.Glass.PatientAsync());
        var actor = await people.ActorAsync(await people.SignInAsync(person));
        var grant = (await reviews.Glass.TakeAsync(actor, patient)).Grant!.Value;
        await DoneAsync(actor, patient, grant, GrantAccesses.PageSize + 5);
        portal.Clock.Advance(TimeSpan.FromMinutes(61));
        await DoneAsync(actor, patient, Guid.NewGuid(), 3 * GrantAccesses.PageSize); // of a later grant, between now and then

        var first = (await reviews.OpenAsync(officer, grant))!.Accesses;
        first.Items.Count.ShouldBe(GrantAccesses.PageSize);
        var rest = (await ListAsync(officer, grant, first.Next)).ShouldNotBeNull();

        var all = first.Items.Concat(rest.Items).ToList();
        all.ShouldAllBe(item => item.Grant == grant);
        all.DistinctBy(item => item.Id).Count(item => item.Action == AuditAction.Read).ShouldBe(GrantAccesses.PageSize + 5);
        rest.Next.ShouldBeNull();
        (await reviews.Glass.EntriesAsync(patient)).ShouldContain(entry => entry.Reason == "glass-accesses" && entry.Account == officer.Account);
    }

    [Fact]
    public async Task Others_are_refused_and_what_is_none_is_not_found()
    {
        var officer = await reviews.OfficerAsync();
        (await ListAsync(officer, Guid.NewGuid(), null)).ShouldBeNull();
        await Should.ThrowAsync<ValidationException>(() => ListAsync(officer, Guid.NewGuid(), "no cursor"));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => ListAsync(Actor.Person(AccountId.New(), Role.Clinician, SessionId.New(), Origin.Local), Guid.NewGuid(), null));
    }

    private Task<Page<Portal.Features.AuditTrail.AuditItem>?> ListAsync(Actor actor, Guid grant, string? cursor) => portal.Get<ListGrantAccesses>().ForAsync(actor, grant, cursor, default);

    private Task DoneAsync(Actor actor, PatientId patient, Guid grant, int times) => Task.WhenAll(Enumerable.Range(0, times).Select(_ =>
    {
        var log = portal.Get<AuditLog>();
        return log.AppendAsync(
            log.NewEntry(actor, Purpose.Emergency, AuditAction.Read, AuditResource.Patient, DataCategories.Clinical, AuditOutcome.Allowed) with { Patients = [patient], Grant = grant }, default);
    }));
}

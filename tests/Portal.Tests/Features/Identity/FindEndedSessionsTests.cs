using Microsoft.EntityFrameworkCore;
using Portal.Features.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Sessions;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

public sealed class FindEndedSessionsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly People people = new(portal);

    [Fact]
    public async Task Sessions_that_live_are_not_among_them()
    {
        var (first, second) = (await SignedInAsync(await people.NewAsync()), await SignedInAsync(await people.NewAsync(Role.Patient)));
        (await EndedAsync(first, second)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_none_there_is_none() => (await EndedAsync()).ShouldBeEmpty();

    [Fact]
    [Trait("Norm", "164.312(a)(2)(iii)")]
    public async Task A_session_that_ran_out_is_ended_by_being_asked_for_and_audited_once()
    {
        var (idle, awake) = (await SignedInAsync(await people.NewAsync()), await SignedInAsync(await people.NewAsync()));
        portal.Clock.Advance(TimeSpan.FromMinutes(10));
        await portal.Get<FindSession>().RecordInputAsync(awake, default);
        portal.Clock.Advance(TimeSpan.FromMinutes(5));

        (await EndedAsync(idle, awake)).ShouldBe([idle.Session!.Value]);
        (await EndedAsync(idle)).ShouldBe([idle.Session!.Value]);

        (await EntriesAsync(idle)).ShouldHaveSingleItem().Reason.ShouldBe("timed-out");
        (await EndingAsync(idle)).ShouldBe(SessionEnding.Idle);
    }

    [Fact]
    [Trait("Norm", "ASVS 8.3.2")]
    public async Task A_session_whose_role_was_taken_away_is_ended()
    {
        var actor = await SignedInAsync(await people.NewAsync());
        await using var db = portal.Open();
        await db.Set<AccountRole>().Where(r => r.UserId == actor.Account!.Value.Value).ExecuteDeleteAsync();
        (await EndedAsync(actor)).ShouldBe([actor.Session!.Value]);
        (await EndingAsync(actor)).ShouldBe(SessionEnding.RoleTakenAway);
    }

    [Fact]
    [Trait("Norm", "ASVS 7.4.3")]
    public async Task When_all_but_one_end_each_is_an_entry_and_the_one_goes_on()
    {
        var person = await people.NewAsync();
        var (here, there) = (await SignedInAsync(person), await SignedInAsync(person));
        var stranger = await SignedInAsync(await people.NewAsync());
        await using (var db = portal.Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            var ended = await portal.Get<SessionBook>().EndAllAsync(
                db, here, person.Id.Value, except: here.Session!.Value.Value, SessionEnding.CredentialChanged, default);
            ended.ShouldBe(1);
            await transaction.CommitAsync();
        }

        (await EndedAsync(here, there, stranger)).ShouldBe([there.Session!.Value]);
        var entry = (await EntriesAsync(there)).ShouldHaveSingleItem();
        (entry.Reason, entry.Session).ShouldBe(("credential-changed", here.Session));
    }

    private async Task<Actor> SignedInAsync(Person person)
    {
        // A code works once: the next one comes half a minute later.
        portal.Clock.Advance(TimeSpan.FromSeconds(30));
        return await people.ActorAsync(await people.SignInAsync(person));
    }

    private Task<IReadOnlyList<SessionId>> EndedAsync(params Actor[] actors) =>
        portal.Get<FindEndedSessions>().AmongAsync(Actor.System("test"), [.. actors.Select(actor => actor.Session!.Value)], default);

    private Task<IReadOnlyList<AuditEntry>> EntriesAsync(Actor actor) =>
        people.EntriesAsync(e => e.ResourceId == actor.Session!.Value.Value && e.Action == AuditAction.SignOut);

    private async Task<SessionEnding> EndingAsync(Actor actor)
    {
        await using var db = portal.Open();
        return await db.Set<Session>().Where(s => s.Id == actor.Session!.Value.Value).Select(s => s.Ending).SingleAsync();
    }
}

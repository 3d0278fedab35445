using Microsoft.EntityFrameworkCore;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

[Trait("Norm", "GDPR Art. 5(1)(e)")]
public sealed class SessionsJobTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly People people = new(portal);

    [Fact]
    public async Task Sessions_long_over_are_deleted_with_an_entry_and_younger_ones_stay()
    {
        var person = await people.NewAsync();
        var old = (await people.ActorAsync(await people.SignInAsync(person))).Session!.Value.Value;
        portal.Clock.Advance(SessionsJob.Kept - TimeSpan.FromHours(1));
        var young = (await people.ActorAsync(await people.SignInAsync(person))).Session!.Value.Value;
        (await portal.Get<SessionsJob>().PurgeAsync(default)).ShouldBe(0);
        portal.Clock.Advance(TimeSpan.FromHours(2));

        (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => portal.Get<SessionsJob>().PurgeAsync(default)))).Sum().ShouldBeGreaterThan(0);

        await using var db = portal.Open();
        var left = await db.Set<Session>().Where(s => s.AccountId == person.Id.Value).Select(s => s.Id).ToListAsync();
        left.ShouldContain(young);
        left.ShouldNotContain(old);
        (await people.EntriesAsync(e => e is { Action: AuditAction.Delete, Resource: AuditResource.Session, Reason: "sessions-kept-long-enough" })).Count.ShouldBe(1);
        (await portal.Get<SessionsJob>().PurgeAsync(default)).ShouldBe(0);
    }
}

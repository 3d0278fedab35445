using Microsoft.EntityFrameworkCore;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;

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

        (await portal.Get<SessionsJob>().PurgeAsync(default)).ShouldBeGreaterThan(0);

        await using var db = portal.Open();
        var left = await db.Set<Session>().Where(s => s.AccountId == person.Id.Value).Select(s => s.Id).ToListAsync();
        left.ShouldContain(young);
        left.ShouldNotContain(old);
        (await people.EntriesAsync(e => e is { Action: AuditAction.Delete, Resource: AuditResource.Session, Reason: "sessions-kept-long-enough" })).Count(e => e.At == portal.Clock.GetUtcNow()).ShouldBe(1);
        (await portal.Get<SessionsJob>().PurgeAsync(default)).ShouldBe(0);
    }

    [Fact]
    public async Task A_node_that_comes_second_writes_no_entry_for_nothing()
    {
        await people.SignInAsync(await people.NewAsync());
        portal.Clock.Advance(SessionsJob.Kept + TimeSpan.FromHours(1));
        var before = await PurgesAsync();
        await using var connection = await portal.Database.OpenAsync(DatabaseRole.App);
        await using var first = await connection.BeginTransactionAsync();
        await Attack.RunAsync(connection, "DELETE FROM identity.sessions");
        var second = portal.Get<SessionsJob>().PurgeAsync(default);
        await portal.Database.UntilSomebodyWaitsAsync(second);
        await first.CommitAsync();
        (await second).ShouldBe(0);
        (await PurgesAsync()).ShouldBe(before);
    }

    private async Task<int> PurgesAsync() => (await people.EntriesAsync(e => e.Reason == "sessions-kept-long-enough")).Count;
}

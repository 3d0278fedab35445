using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Auditing.Sealing;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Data.Auditing.Sealing;

[Trait("Norm", "164.312(c)")]
public sealed class SealingJobTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task Given_that_each_try_to_seal_fails_When_entries_wait_for_half_a_minute_Then_it_is_an_alarm_all_the_same_and_ends_when_they_are_sealed()
    {
        var (job, state) = (portal.Get<SealingJob>(), portal.Get<SealingState>());
        await SealedLog.AppendAsync(portal, 2);
        await portal.Database.RunAsync(DatabaseRole.Owner, "REVOKE INSERT ON audit.epochs, audit.blocks FROM portal_sealer");
        try
        {
            await job.LookAsync(default);
            state.Troubles.ShouldNotContain(SealTrouble.Behind);
            portal.Clock.Advance(SealingJob.Late);
            await job.LookAsync(default);
            state.Troubles.ShouldContain(SealTrouble.Behind);
        }
        finally
        {
            await portal.Database.RunAsync(DatabaseRole.Owner, "GRANT INSERT ON audit.epochs, audit.blocks TO portal_sealer");
        }

        await SealedLog.SealAllAsync(portal);
        portal.Clock.Advance(SealingJob.Late);
        await job.LookAsync(default);
        state.Troubles.ShouldNotContain(SealTrouble.Behind);
    }

    [Fact]
    public async Task Given_that_sealing_moves_on_When_what_is_next_is_old_at_two_counts_Then_it_is_an_alarm_all_the_same()
    {
        var (job, state) = (portal.Get<SealingJob>(), portal.Get<SealingState>());
        await SealedLog.SealAllAsync(portal);
        portal.Clock.Advance(SealingJob.Late);
        await LookAtOldAsync(job, TimeSpan.FromSeconds(25));
        state.Troubles.ShouldNotContain(SealTrouble.Behind);
        await SealedLog.SealAllAsync(portal);
        portal.Clock.Advance(TimeSpan.FromSeconds(10));
        await LookAtOldAsync(job, TimeSpan.FromSeconds(35));
        state.Troubles.ShouldContain(SealTrouble.Behind);

        await SealedLog.SealAllAsync(portal);
        portal.Clock.Advance(SealingJob.Late);
        await job.LookAsync(default);
        state.Troubles.ShouldNotContain(SealTrouble.Behind);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public void Sealing_gives_way_to_those_who_append_only_while_what_it_seals_is_young(int age, bool may)
    {
        var now = portal.Clock.GetUtcNow();
        SealingJob.MayRest(SealRound.Nothing with { Oldest = now - TimeSpan.FromSeconds(age) }, now).ShouldBe(may);
    }

    // One look that seals nothing, with an entry that was written before; other tests' transactions may hold it up for a while.
    private async Task LookAtOldAsync(SealingJob job, TimeSpan age)
    {
        var (log, seals) = (portal.Get<AuditLog>(), portal.Get<PortalDatabase>().Seals);
        var entry = log.NewEntry(Actor.System("test"), Purpose.System, AuditAction.Read, AuditResource.Patient, DataCategories.Clinical, AuditOutcome.Allowed);
        await log.AppendAsync(entry with { At = entry.At - age }, default);
        var (place, _) = await portal.Get<AuditSealer>().CountUnsealedAsync(1, default);
        for (var tries = 0; tries < 600 && (await seals.NextAsync(place, 1, default)).Count == 0; tries++)
        {
            await Task.Delay(50);
        }

        await portal.Database.RunAsync(DatabaseRole.Owner, "REVOKE INSERT ON audit.epochs, audit.blocks FROM portal_sealer");
        await job.LookAsync(default);
        await portal.Database.RunAsync(DatabaseRole.Owner, "GRANT INSERT ON audit.epochs, audit.blocks TO portal_sealer");
    }
}

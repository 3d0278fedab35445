using Portal.Data.Auditing.Sealing;
using Portal.Data.Postgres.Embedded;

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
}

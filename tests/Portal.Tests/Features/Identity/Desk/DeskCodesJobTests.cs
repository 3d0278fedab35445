using Portal.Features.Identity.Desk;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity.Desk;

public sealed class DeskCodesJobTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly DeskVisits visits = new(portal);

    [Fact]
    [Trait("Norm", "GDPR Art. 5(1)(e)")]
    public async Task A_code_that_nobody_used_in_time_is_closed_and_forgets_whom_it_was_for()
    {
        var (patient, code) = await visits.CodeAsync();
        portal.Clock.Advance(TimeSpan.FromHours(72) - TimeSpan.FromMinutes(1));
        (await JobAsync()).ShouldBe(0);
        portal.Clock.Advance(TimeSpan.FromMinutes(1));
        var (young, _) = await visits.CodeAsync();

        (await Task.WhenAll(JobAsync(), JobAsync())).Sum().ShouldBe(1);

        (await visits.RowAsync(patient)).ShouldSatisfyAllConditions(
            row => row.State.ShouldBe(DeskCodeState.Expired), row => row.ProtectedName.ShouldBeNull(), row => row.ProtectedAddresses.ShouldBeNull(),
            row => row.BirthHash.ShouldBeNull(), row => row.OpenFor.ShouldBeNull(), row => row.Seal.ShouldBeNull());
        (await visits.RowAsync(young)).State.ShouldBe(DeskCodeState.Open);
        (await visits.EntriesAsync(patient)).ShouldContain((AuditOutcome.Allowed, "desk-code-expired"));
        (await visits.ProveAsync(code)).ShouldBeNull();
        (await visits.EntriesAsync(patient)).ShouldContain((AuditOutcome.Denied, "desk-code-expired"));
    }

    private Task<int> JobAsync() => portal.Get<DeskCodesJob>().CloseAsync(default);
}

using Portal.Features.BreakGlass;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.BreakGlass;

public sealed class GiveBackEmergencyAccessTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Glass glass = new(portal);

    [Fact]
    public async Task It_closes_the_record_at_once_everywhere_and_is_an_entry_with_the_grant()
    {
        var (actor, patient, grant) = await glass.BrokenAsync();

        (await BackAsync(actor, patient, grant)).ShouldBeTrue();

        (await glass.CheckAsync(actor, grant)).ShouldBe(new GlassState(false, GlassEnd.GivenBack));
        (await glass.OpenAsync(actor, patient)).ShouldBeNull();
        var entry = (await glass.EntriesAsync(patient)).Single(one => one.Action == AuditAction.EndBreakGlass);
        (entry.Outcome, entry.Reason, entry.Grant, entry.Account).ShouldBe((AuditOutcome.Allowed, "glass-given-back", grant, actor.Account));
        (await glass.GrantsAsync(patient)).Single().EndedAt.ShouldBe(portal.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Twice_after_its_time_or_anothers_is_none_and_no_entry()
    {
        var (actor, patient, grant) = await glass.BrokenAsync();
        (await BackAsync(await glass.ClinicianAsync(), patient, grant)).ShouldBeFalse();
        (await BackAsync(actor, await glass.PatientAsync(), grant)).ShouldBeFalse();
        (await glass.CheckAsync(actor, grant)).IsOpen.ShouldBeTrue();
        portal.Clock.Advance(TimeSpan.FromMinutes(60));
        (await BackAsync(actor, patient, grant)).ShouldBeFalse();
        (await glass.EntriesAsync(patient)).ShouldNotContain(entry => entry.Action == AuditAction.EndBreakGlass);
    }

    private Task<bool> BackAsync(Actor actor, PatientId patient, Guid grant) => portal.Get<GiveBackEmergencyAccess>().ForAsync(actor, patient, grant, default);
}

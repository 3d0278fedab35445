using Portal.Data.Postgres.Embedded;
using Portal.Features.BreakGlass;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Notices;
using Portal.Tests.Data;

namespace Portal.Tests.Features.BreakGlass;

public sealed class EndSafetyHoldTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Glass glass = new(portal);

    [Fact]
    public async Task When_it_is_ended_early_the_patient_is_told_at_the_next_look()
    {
        var (officer, patient, hold) = await HeldAsync();
        var person = await glass.People.NewAsync(Role.Patient, patient: patient);
        await glass.TakeAsync(await glass.ClinicianAsync(), patient);

        (await EndAsync(officer, patient, hold)).ShouldBeTrue();
        (await EndAsync(officer, patient, hold)).ShouldBeFalse();
        await portal.Get<GlassJob>().RunAsync(default);

        (await glass.People.NoticesAsync(person.Id, NoticeKind.EmergencyAccess)).Count.ShouldBe(1);
        (await glass.EntriesAsync(patient)).Count(entry => entry is { Reason: "safety-hold-ended", Outcome: AuditOutcome.Allowed }).ShouldBe(1);
    }

    [Fact]
    public async Task One_that_was_altered_past_the_portal_holds_to_its_time_and_nobody_else_ends_one()
    {
        var (officer, patient, hold) = await HeldAsync();
        (await EndAsync(await glass.ClinicianAsync(), patient, hold)).ShouldBeFalse();
        (await EndAsync(officer, await glass.PatientAsync(), hold)).ShouldBeFalse();
        await portal.Database.RunAsync(DatabaseRole.Owner, "UPDATE care.safety_holds SET author_id = gen_random_uuid() WHERE id = $1", hold);
        (await EndAsync(officer, patient, hold)).ShouldBeFalse();
        await glass.TakeAsync(await glass.ClinicianAsync(), patient);
        (await glass.GrantsAsync(patient)).Single().Telling.ShouldBe(GlassTelling.Held);
    }

    private async Task<(Actor Officer, PatientId Patient, Guid Hold)> HeldAsync()
    {
        var (officer, patient) = (await glass.ClinicianAsync(Role.ComplianceOfficer), await glass.PatientAsync());
        var input = new SafetyHoldInput(portal.Clock.GetUtcNow().AddDays(2), "Her husband reads her portal and has threatened her.");
        return (officer, patient, (await portal.Get<SetSafetyHold>().ForAsync(officer, patient, input, default))!.Value);
    }

    private Task<bool> EndAsync(Actor actor, PatientId patient, Guid hold) => portal.Get<EndSafetyHold>().ForAsync(actor, patient, hold, default);
}

using Portal.Data.Postgres.Embedded;
using Portal.Features.BreakGlass;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Notices;
using Portal.Tests.Data;

namespace Portal.Tests.Features.BreakGlass;

public sealed class GlassJobTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Glass glass = new(portal);

    [Fact]
    public async Task What_is_over_is_written_down_once_with_its_own_time_whatever_lies_beside_it()
    {
        var (_, altered, broken) = await glass.BrokenAsync();
        await portal.Database.RunAsync(DatabaseRole.Owner, "UPDATE care.grants SET reason = 2 WHERE id = $1", broken);
        var (actor, patient, grant) = await glass.BrokenAsync();
        portal.Clock.Advance(TimeSpan.FromMinutes(61));
        await using var second = await SecondPortal.OpenAsync(portal);

        await Task.WhenAll(RunAsync(), second.Get<GlassJob>().RunAsync(default), RunAsync());

        var row = (await glass.GrantsAsync(patient)).Single();
        (row.EndedAt, row.Ended, row.SealBroken).ShouldBe((row.Until, GlassEnd.Expired, false));
        (await glass.CheckAsync(actor, grant)).ShouldBe(new GlassState(false, GlassEnd.Expired));
        var entry = (await glass.EntriesAsync(patient)).Where(one => one.Action == AuditAction.EndBreakGlass).ShouldHaveSingleItem();
        (entry.Reason, entry.Grant, entry.Job).ShouldBe(("glass-expired", grant, "break-glass"));
        (await glass.GrantsAsync(altered)).Single().EndedAt.ShouldBeNull();
        (await RunAsync()).Ended.ShouldBe(0);
    }

    [Fact]
    public async Task The_patient_is_told_when_the_safety_hold_ends_and_once()
    {
        var (actor, patient) = (await glass.ClinicianAsync(), await glass.PatientAsync());
        var person = await glass.People.NewAsync(Role.Patient, patient: patient);
        await glass.HoldAsync(patient, portal.Clock.GetUtcNow().AddHours(5));
        await glass.TakeAsync(actor, patient);
        portal.Clock.Advance(TimeSpan.FromHours(5) - TimeSpan.FromSeconds(1));
        await RunAsync();
        (await glass.People.NoticesAsync(person.Id, NoticeKind.EmergencyAccess)).ShouldBeEmpty();

        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        await RunAsync();
        await RunAsync();

        (await glass.People.NoticesAsync(person.Id, NoticeKind.EmergencyAccess)).Count.ShouldBe(1);
        var row = (await glass.GrantsAsync(patient)).Single();
        (row.Telling, row.ToldAt).ShouldBe((GlassTelling.Told, portal.Clock.GetUtcNow()));
        (await glass.EntriesAsync(patient)).Count(entry => entry is { Action: AuditAction.Notify, Reason: "glass-told-late" }).ShouldBe(1);
    }

    private Task<(int Ended, int Told)> RunAsync() => portal.Get<GlassJob>().RunAsync(default);
}

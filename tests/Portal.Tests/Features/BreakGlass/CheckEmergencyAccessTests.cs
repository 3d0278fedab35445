using Microsoft.EntityFrameworkCore;
using Portal.Data.Postgres.Embedded;
using Portal.Features.BreakGlass;
using Portal.Features.Patients.Care;
using Portal.Kernel.Access;
using Portal.Tests.Data;
using Portal.Tests.Features.Patients.Care;

namespace Portal.Tests.Features.BreakGlass;

/// <summary>How long a grant counts, for the page that asks and for the Gate alike.</summary>
public sealed class CheckEmergencyAccessTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Glass glass = new(portal);

    [Fact]
    [Trait("Norm", "164.312(a)(2)(ii)")]
    public async Task It_is_open_up_to_its_time_and_not_at_it_though_nobody_wrote_its_end_down()
    {
        var (actor, patient, grant) = await glass.BrokenAsync();
        portal.Clock.Advance(TimeSpan.FromMinutes(60) - TimeSpan.FromMilliseconds(1));
        (await glass.CheckAsync(actor, grant)).ShouldBe(new GlassState(true, GlassEnd.None));
        (await glass.OpenAsync(actor, patient)).ShouldNotBeNull();

        portal.Clock.Advance(TimeSpan.FromMilliseconds(1));

        (await glass.CheckAsync(actor, grant)).ShouldBe(new GlassState(false, GlassEnd.Expired));
        (await glass.OpenAsync(actor, patient)).ShouldBeNull();
        (await glass.GrantsAsync(patient)).Single().EndedAt.ShouldBeNull();
    }

    [Fact]
    public async Task An_exclusion_that_is_set_while_it_is_open_closes_it_and_one_that_goes_past_it_stays_open()
    {
        var scene = new CareScene(portal);
        var (actor, (myself, patient)) = (await glass.ClinicianAsync(), await scene.SelfAsync());
        var grant = (await glass.TakeAsync(actor, patient)).Grant!.Value;
        (await glass.CheckAsync(actor, grant)).IsOpen.ShouldBeTrue();

        (await scene.ExcludeAsync(myself, patient, actor)).ShouldBe(CareOutcome.Done);

        (await glass.CheckAsync(actor, grant)).ShouldBe(new GlassState(false, GlassEnd.None));
        (await glass.OpenAsync(actor, patient)).ShouldBeNull();
        var past = (await glass.TakeAsync(actor, patient, GlassReason.Exclusion)).Grant!.Value;
        (await glass.CheckAsync(actor, past)).IsOpen.ShouldBeTrue();
        (await glass.OpenAsync(actor, patient)).ShouldNotBeNull();
    }

    [Fact]
    public async Task It_survives_a_restart_and_ends_on_time_after_it()
    {
        var (actor, patient, grant) = await glass.BrokenAsync();
        await using (var second = await SecondPortal.OpenAsync(portal))
        {
            (await second.Get<CheckEmergencyAccess>().ForAsync(actor, grant, default)).IsOpen.ShouldBeTrue();
            (await second.Get<Portal.Features.Patients.OpenRecord>().ForAsync(actor, Purpose.Treatment, patient, default))!.Glass!.Grant.ShouldBe(grant);
            portal.Clock.Advance(TimeSpan.FromMinutes(60));
            (await second.Get<CheckEmergencyAccess>().ForAsync(actor, grant, default)).ShouldBe(new GlassState(false, GlassEnd.Expired));
            (await second.Get<Portal.Features.Patients.OpenRecord>().ForAsync(actor, Purpose.Treatment, patient, default)).ShouldBeNull();
        }
    }

    [Theory]
    [InlineData("until = until + interval '1 day'")]
    [InlineData("reason = 2")]
    [InlineData("covers_writing = NOT covers_writing")]
    [InlineData("past_exclusion = true")]
    [InlineData("account_id = account_id, version = version + 1")]
    [Trait("Norm", "164.312(c)")]
    public async Task One_that_was_altered_past_the_portal_opens_nothing_and_another_can_be_taken(string change)
    {
        var (actor, patient, grant) = await glass.BrokenAsync();
        await portal.Database.RunAsync(DatabaseRole.Owner, $"UPDATE care.grants SET {change} WHERE id = $1", grant);

        (await glass.CheckAsync(actor, grant)).ShouldBe(new GlassState(false, GlassEnd.None));
        (await glass.OpenAsync(actor, patient)).ShouldBeNull();

        (await glass.TakeAsync(actor, patient)).Grant.ShouldNotBe(grant);
        (await glass.OpenAsync(actor, patient)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_grant_made_over_to_somebody_else_opens_nothing_to_either()
    {
        var ((actor, patient, grant), thief) = (await glass.BrokenAsync(), await glass.ClinicianAsync());
        await portal.Database.RunAsync(DatabaseRole.Owner, "UPDATE care.grants SET account_id = $1 WHERE id = $2", thief.Account!.Value.Value, grant);
        (await glass.OpenAsync(thief, patient)).ShouldBeNull();
        (await glass.OpenAsync(actor, patient)).ShouldBeNull();
    }

    [Fact]
    public async Task That_of_somebody_else_is_not_open_and_a_clock_set_back_opens_nothing_early()
    {
        var (_, patient, grant) = await glass.BrokenAsync();
        (await glass.CheckAsync(await glass.ClinicianAsync(), grant)).IsOpen.ShouldBeFalse();
        var row = (await glass.GrantsAsync(patient)).Single();
        GrantBook.IsInForce(row, row.Start.AddMilliseconds(-1)).ShouldBeFalse();
        GrantBook.IsInForce(row, row.Start).ShouldBeTrue();
        row.Until = row.Start + GlassSettings.Longest + TimeSpan.FromMicroseconds(1);
        GrantBook.IsInForce(row, row.Start).ShouldBeFalse();
    }
}

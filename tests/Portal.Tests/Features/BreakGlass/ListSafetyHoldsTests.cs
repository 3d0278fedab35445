using Portal.Data.Postgres.Embedded;
using Portal.Features.BreakGlass;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;

namespace Portal.Tests.Features.BreakGlass;

[Trait("Norm", "164.528(a)(2)")]
public sealed class ListSafetyHoldsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Reason = "Her husband reads her portal and has threatened her.";

    private readonly Glass glass = new(portal);

    [Fact]
    public async Task Holds_in_force_stand_apart_from_those_that_are_over_with_their_reasons_and_one_entry_names_their_patients()
    {
        var (officer, first, second) = (await glass.ClinicianAsync(Role.ComplianceOfficer), await glass.PatientAsync(), await glass.PatientAsync());
        var (held, ended) = (await SetAsync(officer, first), await SetAsync(officer, second));
        (await portal.Get<EndSafetyHold>().ForAsync(officer, second, ended, default)).ShouldBeTrue();

        var now = (await ListAsync(officer)).Items.Single(item => item.Id == held);
        (now.Patient, now.Reason.ValueOrDefault, now.IsInForce, now.Name, now.IsAltered).ShouldBe((first, Reason, true, "Test Person", false));
        (await ListAsync(officer)).Items.ShouldNotContain(item => item.Id == ended);
        (await ListAsync(officer, HoldPart.Over)).Items.Single(item => item.Id == ended).EndedAt.ShouldNotBeNull();
        (await glass.EntriesAsync(first)).ShouldContain(entry => entry.Reason == "safety-holds" && entry.Account == officer.Account && entry.Outcome == AuditOutcome.Allowed);

        var auditor = await glass.ClinicianAsync(Role.Auditor);
        (await ListAsync(auditor)).Items.Single(item => item.Id == held).Name.ShouldBeNull();
    }

    [Fact]
    public async Task One_that_was_altered_shows_no_reason_and_pages_follow_each_other()
    {
        var (officer, patient) = (await glass.ClinicianAsync(Role.ComplianceOfficer), await glass.PatientAsync());
        var altered = await SetAsync(officer, patient);
        await portal.Database.RunAsync(DatabaseRole.Owner, "UPDATE care.safety_holds SET author_id = gen_random_uuid() WHERE id = $1", altered);
        for (var number = 0; number < ListSafetyHolds.PageSize; number++)
        {
            portal.Clock.Advance(TimeSpan.FromSeconds(1));
            await SetAsync(officer, patient);
        }

        var page = await ListAsync(officer);
        page.Items.Count.ShouldBe(ListSafetyHolds.PageSize);
        var rest = await portal.Get<ListSafetyHolds>().ForAsync(officer, new HoldQuery(HoldPart.InForce, page.Next), default);
        var item = rest.Items.Single(one => one.Id == altered);
        (item.IsAltered, item.Reason.HasValue).ShouldBe((true, false));
    }

    [Theory]
    [InlineData(Role.Clinician)]
    [InlineData(Role.Administrator)]
    public async Task Others_are_refused(Role role) =>
        await Should.ThrowAsync<UnauthorizedAccessException>(() => ListAsync(Actor.Person(AccountId.New(), role, SessionId.New(), Origin.Local)));

    private Task<Page<HoldItem>> ListAsync(Actor actor, HoldPart part = HoldPart.InForce) => portal.Get<ListSafetyHolds>().ForAsync(actor, new HoldQuery(part), default);

    private async Task<Guid> SetAsync(Actor officer, PatientId patient) =>
        (await portal.Get<SetSafetyHold>().ForAsync(officer, patient, new SafetyHoldInput(portal.Clock.GetUtcNow().AddDays(2), Reason), default))!.Value;
}

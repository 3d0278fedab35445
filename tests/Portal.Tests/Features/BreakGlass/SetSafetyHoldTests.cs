using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Features.BreakGlass;
using Portal.Features.Identity.StepUp;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Notices;

namespace Portal.Tests.Features.BreakGlass;

[Trait("Norm", "164.528(a)(2)")]
public sealed class SetSafetyHoldTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Reason = "Her husband reads her portal and has threatened her.";

    private readonly Glass glass = new(portal);

    [Fact]
    public async Task While_it_lasts_the_patient_is_not_told_and_its_entry_holds_no_reason()
    {
        var (officer, patient) = (await glass.ClinicianAsync(Role.ComplianceOfficer), await glass.PatientAsync());
        var person = await glass.People.NewAsync(Role.Patient, patient: patient);

        var hold = await SetAsync(officer, patient);

        await glass.TakeAsync(await glass.ClinicianAsync(), patient);
        (await glass.People.NoticesAsync(person.Id, NoticeKind.EmergencyAccess)).ShouldBeEmpty();
        (await glass.GrantsAsync(patient)).Single().Telling.ShouldBe(GlassTelling.Held);
        var entry = (await glass.EntriesAsync(patient)).Single(one => one.Reason == "safety-hold");
        (entry.Action, entry.ResourceId, entry.Account, entry.Outcome).ShouldBe((AuditAction.Create, hold, officer.Account, AuditOutcome.Allowed));
        await using var db = portal.Open();
        (await db.Set<SafetyHold>().AsNoTracking().SingleAsync(row => row.Id == hold)).AuthorId.ShouldBe(officer.Account!.Value);
    }

    [Theory]
    [InlineData(-1, Reason)]
    [InlineData(0, Reason)]
    [InlineData(24 * 367, Reason)]
    [InlineData(24, null)]
    [InlineData(24, "because")]
    [InlineData(24, "xxxxxxxxxxxxxxxxxxxxxxxxx")]
    public async Task It_has_an_end_within_a_year_and_a_reason(int hours, string? reason)
    {
        var (officer, patient) = (await glass.ClinicianAsync(Role.ComplianceOfficer), await glass.PatientAsync());
        await Should.ThrowAsync<ValidationException>(() => SetAsync(officer, patient, hours, reason));
    }

    [Theory]
    [InlineData(Role.Clinician)]
    [InlineData(Role.Administrator)]
    [InlineData(Role.Auditor)]
    public async Task Nobody_but_an_officer_sets_one(Role role)
    {
        var patient = await glass.PatientAsync();
        (await SetAsync(Actor.Person(AccountId.New(), role, SessionId.New(), Origin.Local), patient)).ShouldBeNull();
        (await glass.EntriesAsync(patient)).ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
    }

    [Fact]
    public async Task It_wants_a_fresh_factor_and_a_patient()
    {
        var (officer, patient) = (await glass.ClinicianAsync(Role.ComplianceOfficer), await glass.PatientAsync());
        (await SetAsync(officer, PatientId.New())).ShouldBeNull();
        portal.Clock.Advance(FreshFactor.Lifetime);
        await Should.ThrowAsync<StepUpRequiredException>(() => SetAsync(officer, patient));
    }

    private Task<Guid?> SetAsync(Actor actor, PatientId patient, int hours = 48, string? reason = Reason) =>
        portal.Get<SetSafetyHold>().ForAsync(actor, patient, new SafetyHoldInput(portal.Clock.GetUtcNow().AddHours(hours), reason), default);
}

using FluentValidation;
using Portal.Features.Identity.StepUp;
using Portal.Features.Patients.Care;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Patients.Care;

[Trait("Norm", "164.308(a)(4)")]
public sealed class ReferPatientTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly CareScene scene = new(portal);

    [Fact]
    public async Task A_colleague_opens_the_record_until_the_referral_ends_and_the_entry_names_whom()
    {
        var (clinician, patient) = await scene.TeamAsync();
        var colleague = await scene.PersonAsync();
        (await scene.OpensAsync(colleague, patient)).ShouldBeFalse();

        (await scene.ReferAsync(clinician, patient, colleague, days: 1)).ShouldBe(CareOutcome.Done);

        (await scene.OpensAsync(colleague, patient)).ShouldBeTrue();
        (await scene.People.EntriesAsync(e => e.Resource == AuditResource.CareTeam && e.ResourceId == colleague.Account!.Value.Value && e.Outcome == AuditOutcome.Allowed))
            .ShouldHaveSingleItem().Account.ShouldBe(clinician.Account);
        portal.Clock.Advance(TimeSpan.FromDays(1));
        (await scene.OpensAsync(colleague, patient)).ShouldBeFalse();
    }

    [Fact]
    public async Task It_outlives_the_session_so_that_it_wants_a_fresh_factor()
    {
        var (clinician, patient) = await scene.TeamAsync();
        var colleague = await scene.PersonAsync();
        portal.Clock.Advance(FreshFactor.Lifetime);
        await Should.ThrowAsync<StepUpRequiredException>(() => scene.ReferAsync(clinician, patient, colleague));
        (await scene.OpensAsync(colleague, patient)).ShouldBeFalse();
    }

    [Fact]
    public async Task Who_was_referred_to_refers_no_further()
    {
        var (clinician, patient) = await scene.TeamAsync();
        var (colleague, third) = (await scene.PersonAsync(), await scene.PersonAsync());
        await scene.ReferAsync(clinician, patient, colleague);

        (await scene.ReferAsync(colleague, patient, third)).ShouldBe(CareOutcome.NotFound);

        (await scene.OpensAsync(third, patient)).ShouldBeFalse();
        (await scene.EntriesAsync(patient, AuditAction.Grant, AuditResource.CareTeam)).ShouldContain((AuditOutcome.Denied, nameof(Decision.NoGround)));
    }

    [Theory]
    [InlineData(Role.Nurse)]
    [InlineData(Role.FrontDesk)]
    [InlineData(Role.BillingClerk)]
    [InlineData(Role.Administrator)]
    public async Task No_other_role_refers(Role role)
    {
        var (_, patient) = await scene.TeamAsync();

        (await scene.ReferAsync(People.In(role), patient, await scene.PersonAsync())).ShouldBe(CareOutcome.NotFound);
    }

    [Theory]
    [InlineData(Role.BillingClerk)]
    [InlineData(Role.Administrator)]
    [InlineData(Role.Patient)]
    public async Task Nobody_is_referred_to_who_treats_nobody(Role role)
    {
        var (clinician, patient) = await scene.TeamAsync();

        (await scene.ReferAsync(clinician, patient, await scene.PersonAsync(role))).ShouldBe(CareOutcome.NoColleague);
        (await scene.ReferAsync(clinician, patient, People.Clinician())).ShouldBe(CareOutcome.NoColleague); // has no account

        (await scene.EntriesAsync(patient, AuditAction.Grant, AuditResource.CareTeam)).ShouldContain((AuditOutcome.Failed, "care-NoColleague"));
    }

    [Fact]
    public async Task A_colleague_who_is_tied_for_as_long_is_not_tied_twice()
    {
        var (clinician, patient) = await scene.TeamAsync();
        var colleague = await scene.PersonAsync();
        await scene.ReferAsync(clinician, patient, colleague, days: 30);

        (await scene.ReferAsync(clinician, patient, colleague, days: 30)).ShouldBe(CareOutcome.Already);
        (await scene.ReferAsync(clinician, patient, colleague, days: 60)).ShouldBe(CareOutcome.Done);
        (await scene.ReferAsync(clinician, patient, clinician)).ShouldBe(CareOutcome.Already);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(366)]
    public async Task A_referral_lasts_a_day_to_a_year(int days) =>
        await Should.ThrowAsync<ValidationException>(() => scene.ReferAsync(People.Clinician(), PatientId.New(), People.Clinician(), days));
}

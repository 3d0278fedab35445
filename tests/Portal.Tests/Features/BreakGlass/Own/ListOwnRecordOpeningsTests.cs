using FluentValidation;
using Portal.Data.Postgres.Embedded;
using Portal.Features.BreakGlass;
using Portal.Features.BreakGlass.Own;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;
using Portal.Tests.Features.BreakGlass.Review;

namespace Portal.Tests.Features.BreakGlass.Own;

public sealed class ListOwnRecordOpeningsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Reviews reviews = new(portal);

    [Fact]
    [Trait("Norm", "GDPR Art. 15")]
    public async Task The_patient_reads_role_reason_length_and_what_the_check_came_to_and_nobody_elses()
    {
        var (officer, (_, patient, grant)) = (await reviews.OfficerAsync(), await reviews.GivenBackAsync());
        await reviews.Glass.BrokenAsync();
        var self = await SelfAsync(patient);

        var item = (await ListAsync(self))!.Items.ShouldHaveSingleItem();
        (item.Id, item.Role, item.Reason, item.IsOpen, item.Outcome).ShouldBe((grant, Role.Clinician, GlassReason.Emergency, false, GlassReview.Due));
        await reviews.SayAsync(officer, grant, GlassReview.Asked);
        (await ListAsync(self))!.Items.Single().Outcome.ShouldBe(GlassReview.Due);
        await reviews.SayAsync(officer, grant, GlassReview.Inappropriate, seen: 1);
        var checkedNow = (await ListAsync(self))!.Items.Single();
        (checkedNow.Outcome, checkedNow.CheckedAt).ShouldBe((GlassReview.Inappropriate, portal.Clock.GetUtcNow()));
        (await reviews.Glass.EntriesAsync(patient)).Count(entry => entry.Account == self.Account && entry is { Action: AuditAction.Search, Outcome: AuditOutcome.Allowed }).ShouldBe(3);
    }

    [Fact]
    public async Task What_a_safety_hold_keeps_back_is_not_there_until_it_was_told()
    {
        var (actor, patient) = (await reviews.Glass.ClinicianAsync(), await reviews.Glass.PatientAsync());
        var self = await SelfAsync(patient);
        await reviews.Glass.HoldAsync(patient, portal.Clock.GetUtcNow().AddHours(5));
        await reviews.Glass.TakeAsync(actor, patient);
        (await ListAsync(self))!.Items.ShouldBeEmpty();
        portal.Clock.Advance(TimeSpan.FromHours(5));
        await portal.Get<GlassJob>().RunAsync(default);
        (await ListAsync(self))!.Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_row_that_was_altered_is_counted_and_not_believed()
    {
        var (_, patient, grant) = await reviews.GivenBackAsync();
        var self = await SelfAsync(patient);
        await portal.Database.RunAsync(DatabaseRole.Owner, "UPDATE care.grants SET review = 4 WHERE id = $1", grant);
        var page = (await ListAsync(self))!;
        (page.Items.Count, page.Altered).ShouldBe((0, 1));
    }

    [Fact]
    public async Task Staff_have_no_such_list_and_a_foreign_cursor_is_refused()
    {
        var clinician = await reviews.Glass.ClinicianAsync();
        await Should.ThrowAsync<UnauthorizedAccessException>(() => ListAsync(clinician));
        await Should.ThrowAsync<ValidationException>(() => ListAsync(clinician, "elsewhere"));
    }

    private async Task<Actor> SelfAsync(PatientId patient)
    {
        var people = reviews.Glass.People;
        return await people.ActorAsync(await people.SignInAsync(await people.NewAsync(Role.Patient, patient: patient)));
    }

    private Task<OwnEmergencyAccesses?> ListAsync(Actor actor, string? cursor = null) => portal.Get<ListOwnRecordOpenings>().ForAsync(actor, cursor, default);
}

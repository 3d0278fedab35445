using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Patients.Charting;
using Portal.Features.Patients.Charting.Drafts;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Patients.Charting;

public sealed class FindDraftsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Drafting drafting = new(portal);

    [Fact]
    public async Task It_is_offered_to_the_same_person_alone()
    {
        var (clinician, patient) = await drafting.Charts.InCareAsync();
        await drafting.KeepAsync(clinician, patient, "Sleeps well");
        (await drafting.FindAsync(People.Clinician(), patient)).ShouldBeEmpty();
        (await drafting.FindAsync(Actor.System("test"), patient)).ShouldBeEmpty();
        (await drafting.FindAsync(clinician, PatientId.New())).ShouldBeEmpty();
        (await drafting.FindAsync(clinician, patient)).ShouldHaveSingleItem().Fields["Text"].ShouldBe("Sleeps well");
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task Whoever_may_not_write_the_chart_any_more_is_offered_nothing_and_the_refusal_is_an_entry()
    {
        var (clinician, patient) = await drafting.Charts.InCareAsync();
        await drafting.KeepAsync(clinician, patient, "Sleeps well");
        (await portal.Get<FindDrafts>().ForAsync(clinician, Purpose.Payment, patient, default)).ShouldBeEmpty();
        (await drafting.Charts.EntriesAsync(patient, AuditAction.Read)).ShouldContain(entry => entry.Resource == AuditResource.Draft && entry.Outcome == AuditOutcome.Denied);
    }

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task One_that_was_changed_past_the_portal_is_not_offered()
    {
        var (clinician, patient) = await drafting.Charts.InCareAsync();
        await drafting.KeepAsync(clinician, patient, "Sleeps well");
        await portal.Database.RunAsync(DatabaseRole.Superuser, "UPDATE clinical.drafts SET entry_version = 7 WHERE patient_id = $1 RETURNING 1", patient.Value);
        (await drafting.FindAsync(clinician, patient)).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Norm", "GDPR 5(1)(e)")]
    public async Task After_a_day_it_is_not_offered_and_the_job_deletes_it_with_an_entry()
    {
        var (clinician, patient) = await drafting.Charts.InCareAsync();
        await drafting.KeepAsync(clinician, patient, "Old");
        portal.Clock.Advance(TimeSpan.FromHours(24));
        await drafting.KeepAsync(clinician, patient, "Young", EntryKind.Allergy);

        (await drafting.FindAsync(clinician, patient)).ShouldHaveSingleItem().Kind.ShouldBe(EntryKind.Allergy);
        (await portal.Get<DraftsJob>().PurgeAsync(default)).ShouldBeGreaterThan(0);

        (await drafting.CountAsync(patient)).ShouldBe(1);
        (await portal.Get<DraftsJob>().PurgeAsync(default)).ShouldBe(0);
    }
}

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

public sealed class DropDraftTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Drafting drafting = new(portal);

    [Fact]
    public async Task One_own_draft_is_deleted_and_no_other()
    {
        var (clinician, patient) = await drafting.Charts.InCareAsync();
        var note = (await drafting.KeepAsync(clinician, patient, "Note"))!;
        await drafting.KeepAsync(clinician, patient, "Another note");

        await drafting.DropAsync(People.Clinician(), patient, note);
        (await drafting.CountAsync(patient)).ShouldBe(2);
        await drafting.DropAsync(clinician, patient, note);
        await drafting.DropAsync(clinician, patient, note);

        (await drafting.FindAsync(clinician, patient)).ShouldHaveSingleItem().Fields["Text"].ShouldBe("Another note");
        (await drafting.Charts.EntriesAsync(patient, AuditAction.Delete)).ShouldHaveSingleItem().Resource.ShouldBe(AuditResource.Draft);
    }

    [Fact]
    public async Task What_another_window_went_on_with_is_not_deleted()
    {
        var (clinician, patient) = await drafting.Charts.InCareAsync();
        var offered = (await drafting.KeepAsync(clinician, patient, "Sleeps"))!;
        await drafting.KeepAsync(clinician, patient, "Sleeps well", before: offered);

        await drafting.DropAsync(clinician, patient, offered);

        (await drafting.FindAsync(clinician, patient)).ShouldHaveSingleItem().Fields["Text"].ShouldBe("Sleeps well");
    }
}

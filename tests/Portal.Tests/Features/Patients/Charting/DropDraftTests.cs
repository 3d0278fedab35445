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
    public async Task The_own_draft_of_a_kind_is_deleted_and_no_other()
    {
        var (clinician, patient) = await drafting.Charts.InCareAsync();
        await drafting.KeepAsync(clinician, patient, "Note");
        await drafting.KeepAsync(clinician, patient, "Allergy", EntryKind.Allergy);

        await portal.Get<DropDraft>().ForAsync(People.Clinician(), Purpose.Treatment, patient, EntryKind.Note, default);
        (await drafting.CountAsync(patient)).ShouldBe(2);
        await portal.Get<DropDraft>().ForAsync(clinician, Purpose.Treatment, patient, EntryKind.Note, default);
        await portal.Get<DropDraft>().ForAsync(clinician, Purpose.Treatment, patient, EntryKind.Note, default);

        (await drafting.FindAsync(clinician, patient)).ShouldHaveSingleItem().Kind.ShouldBe(EntryKind.Allergy);
        (await drafting.Charts.EntriesAsync(patient, AuditAction.Delete)).ShouldHaveSingleItem().Resource.ShouldBe(AuditResource.Draft);
    }
}

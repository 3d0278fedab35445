using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Patients.Charting;
using Portal.Features.Patients.Charting.Drafts;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Patients.Charting;

public sealed class KeepDraftTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Drafting drafting = new(portal);

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task What_was_typed_is_kept_once_a_form_and_each_keeping_is_an_entry()
    {
        var (clinician, patient) = await drafting.Charts.InCareAsync();
        var note = (await drafting.KeepAsync(clinician, patient, "Sleeps")).ShouldNotBeNull();
        (await drafting.KeepAsync(clinician, patient, "Sleeps well", before: note)).ShouldNotBeNull().Id.ShouldBe(note.Id);
        (await drafting.KeepAsync(clinician, patient, "Pollen", EntryKind.Allergy)).ShouldNotBeNull();

        var found = await drafting.FindAsync(clinician, patient);
        found.Select(draft => (draft.Kind, draft.Fields["Text"])).ShouldBe([(EntryKind.Note, "Sleeps well"), (EntryKind.Allergy, "Pollen")], ignoreOrder: true);
        (await drafting.Charts.EntriesAsync(patient, AuditAction.Update)).Count(entry => entry.Resource == AuditResource.Draft).ShouldBe(3);
    }

    [Fact]
    public async Task Neither_another_form_of_the_kind_nor_another_window_that_goes_on_with_it_takes_its_place()
    {
        var (clinician, patient) = await drafting.Charts.InCareAsync();
        var first = await drafting.KeepAsync(clinician, patient, "Half a day's work");
        await drafting.KeepAsync(clinician, patient, "A new note");
        await drafting.KeepAsync(clinician, patient, "Half a day's work, here", before: first);
        await drafting.KeepAsync(clinician, patient, "Half a day's work, there", before: first);

        (await drafting.FindAsync(clinician, patient)).Select(draft => draft.Fields["Text"])
            .ShouldBe(["A new note", "Half a day's work, here", "Half a day's work, there"], ignoreOrder: true);
    }

    [Fact]
    public async Task Nobody_writes_into_a_draft_of_somebody_else()
    {
        var (clinician, patient) = await drafting.Charts.InCareAsync();
        var mine = await drafting.KeepAsync(clinician, patient, "Mine");
        var (other, otherPatient) = await drafting.Charts.InCareAsync();
        await drafting.KeepAsync(other, otherPatient, "Not mine", before: mine);
        (await drafting.FindAsync(clinician, patient)).ShouldHaveSingleItem().Fields["Text"].ShouldBe("Mine");
    }

    [Fact]
    [Trait("Norm", "164.312(a)(2)(iv)")]
    public async Task It_is_not_in_the_table_in_plain_text()
    {
        var (clinician, patient) = await drafting.Charts.InCareAsync();
        await drafting.KeepAsync(clinician, patient, "Quaggadraft");
        var rows = (string)(await portal.Database.RunAsync(
            DatabaseRole.Superuser, "SELECT string_agg(t::text, ' ') FROM clinical.drafts t WHERE patient_id = $1", patient.Value))!;
        rows.ShouldNotBeEmpty();
        rows.ShouldNotContain("Quagga");
        rows.ShouldNotContain(Convert.ToHexStringLower("Quagga"u8));
    }

    [Fact]
    [Trait("Norm", "164.312(a)(1)")]
    public async Task Neither_the_patient_nor_a_colleague_reads_the_row()
    {
        var (clinician, patient) = await drafting.Charts.InCareAsync();
        await drafting.KeepAsync(clinician, patient, "Mine");
        await portal.Database.DeniedAsync(DatabaseRole.Patient, "SELECT count(*) FROM clinical.drafts");
        await using (var own = await portal.Get<Gate>().OpenOwnAsync(clinician, default))
        {
            (await own.Set<TypedDraft>().CountAsync()).ShouldBe(1);
        }

        await using var others = await portal.Get<Gate>().OpenOwnAsync(People.Clinician(), default);
        (await others.Set<TypedDraft>().CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Who_may_not_write_keeps_nothing()
    {
        var (_, patient) = await drafting.Charts.InCareAsync();
        (await drafting.KeepAsync(People.Clinician(), patient, "Not mine")).ShouldBeNull();
        (await drafting.CountAsync(patient)).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_no_draft_of_ours_is_refused()
    {
        var (clinician, patient) = await drafting.Charts.InCareAsync();
        await Should.ThrowAsync<ValidationException>(() => drafting.KeepAsync(clinician, patient, "x", EntryKind.None));
        await Should.ThrowAsync<ValidationException>(() => drafting.KeepAsync(clinician, patient, new string('x', 60_001)));
    }
}

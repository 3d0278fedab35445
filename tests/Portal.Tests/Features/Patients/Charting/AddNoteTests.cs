using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Charting;
using Portal.Features.Patients.Charting.History;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Patients.Charting;

public sealed class AddNoteTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Charts charts = new(portal);

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task A_note_shows_in_the_record_and_its_entry_names_author_patient_and_note()
    {
        var (clinician, patient) = await charts.InCareAsync();

        var id = await charts.AddNoteAsync(clinician, patient, charts.Note("Sleeps well.\nNo pain."));

        var note = (await charts.OpenAsync(clinician, patient)).Documents.ShouldHaveSingleItem();
        (note.Id, note.Version, note.IsCharted, note.IsCorrected, note.IsInError).ShouldBe((id!.Value, 1, true, false, false));
        note.Code.ValueOrDefault!.Display.ShouldBe("Progress note");
        note.Details.ValueOrDefault!.Text.ShouldBe("Sleeps well.\nNo pain.");
        var entry = (await charts.EntriesAsync(patient, AuditAction.Create)).ShouldHaveSingleItem();
        (entry.Account, entry.Resource, entry.ResourceId, entry.Outcome).ShouldBe((clinician.Account, AuditResource.DocumentReference, id, AuditOutcome.Allowed));
    }

    [Theory]
    [InlineData("<script>alert(1)</script><img src=x onerror=alert(1)>")]
    [InlineData("'); DROP TABLE clinical.entry_history; --")]
    [InlineData("=HYPERLINK(\"http://evil.example\") 🩺 مرحبا 王芳")]
    public async Task Text_that_looks_like_something_else_comes_back_as_it_was_written(string text)
    {
        var (clinician, patient) = await charts.InCareAsync();

        var id = (await charts.AddNoteAsync(clinician, patient, charts.Note(text, title: text)))!.Value;

        var note = (await charts.OpenAsync(clinician, patient)).Documents.Single(one => one.Id == id);
        note.Details.ValueOrDefault!.Text.ShouldBe(text);
        note.Code.ValueOrDefault!.Display.ShouldBe(text);
    }

    [Fact]
    [Trait("Norm", "164.312(a)(2)(iv)")]
    public async Task Neither_the_note_nor_its_history_is_in_the_tables_in_plain_text()
    {
        var (clinician, patient) = await charts.InCareAsync();
        await charts.AddNoteAsync(clinician, patient, charts.Note("Quagganote", title: "Quaggatitle"));

        foreach (var table in new[] { "document_references", "entry_history" })
        {
            var rows = (string)(await portal.Database.RunAsync(
                DatabaseRole.Superuser, $"SELECT string_agg(encode(decode(replace(t::text, '\\\\x', ''), 'escape'), 'escape'), ' ') || string_agg(t::text, ' ') FROM clinical.{table} t WHERE patient_id = $1", patient.Value))!;
            rows.ShouldNotBeEmpty();
            rows.ShouldNotContain("Quagga");
            rows.ShouldNotContain(Convert.ToHexStringLower("Quagga"u8));
        }
    }

    [Theory]
    [InlineData(Role.BillingClerk, Purpose.Payment, "NotPermitted")]
    [InlineData(Role.FrontDesk, Purpose.Operations, "NotPermitted")]
    [InlineData(Role.Administrator, Purpose.Operations, "NotPermitted")]
    [InlineData(Role.Patient, Purpose.PatientRequest, "NotPermitted")]
    [InlineData(Role.Clinician, Purpose.Payment, "NoGround")]
    [InlineData(Role.Clinician, Purpose.None, "NoGround")]
    [Trait("Norm", "164.312(b)")]
    public async Task Who_may_not_write_is_answered_not_found_and_the_refusal_is_an_entry(Role role, Purpose purpose, string reason)
    {
        var (actor, patient) = await charts.InCareAsync(role);
        var id = Guid.NewGuid();

        (await portal.Get<AddNote>().ForAsync(actor, purpose, patient, new AddNoteInput(id, charts.Note()), default)).ShouldBeNull();

        var entry = (await charts.EntriesAsync(patient, AuditAction.Create)).ShouldHaveSingleItem();
        (entry.Account, entry.Outcome, entry.Reason, entry.ResourceId).ShouldBe((actor.Account, AuditOutcome.Denied, reason, id));
        await using var db = portal.Open();
        (await db.Set<DocumentReference>().CountAsync(row => row.PatientId == patient)).ShouldBe(0);
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task Outside_of_care_nobody_writes()
    {
        var patient = await SamplePatients.AddAsync(portal, assignTo: null);

        (await charts.AddNoteAsync(People.Clinician(), patient, charts.Note())).ShouldBeNull();
        (await charts.AddNoteAsync(People.Clinician(), PatientId.New(), charts.Note())).ShouldBeNull();

        (await charts.EntriesAsync(patient, AuditAction.Create)).ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
    }

    [Fact]
    public async Task A_nurse_writes_notes()
    {
        var (nurse, patient) = await charts.InCareAsync(Role.Nurse);

        (await charts.AddNoteAsync(nurse, patient, charts.Note())).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_form_sent_many_times_at_once_makes_one_note_and_one_entry()
    {
        var (clinician, patient) = await charts.InCareAsync();
        var (id, content) = (Guid.NewGuid(), charts.Note());

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => charts.AddNoteAsync(clinician, patient, content, id)));

        answers.ShouldAllBe(answer => answer == id);
        (await charts.AddNoteAsync(clinician, patient, content, id)).ShouldBe(id);
        (await charts.OpenAsync(clinician, patient)).Documents.ShouldHaveSingleItem();
        (await charts.EntriesAsync(patient, AuditAction.Create)).ShouldHaveSingleItem();
        await using var db = portal.Open();
        (await db.Set<EntryChange>().CountAsync(row => row.EntryId == id)).ShouldBe(1);
    }

    [Fact]
    public async Task An_id_that_stands_for_something_else_is_refused()
    {
        var (clinician, patient) = await charts.InCareAsync();
        var (colleague, other) = await charts.InCareAsync();
        var id = await charts.NoteInAsync(clinician, patient);

        var refusals = new[]
        {
            await Should.ThrowAsync<ValidationException>(() => charts.AddNoteAsync(clinician, patient, charts.Note("Something else."), id)),
            await Should.ThrowAsync<ValidationException>(() => charts.AddNoteAsync(colleague, other, charts.Note(), id)),
        };

        refusals.ShouldAllBe(refusal => refusal.Errors.Single().PropertyName == "EntryId");
        (await charts.OpenAsync(clinician, patient)).Documents.ShouldHaveSingleItem().Version.ShouldBe(1);
        (await charts.OpenAsync(colleague, other)).Documents.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "Progress note", "Content.Text")]
    [InlineData("  \n ", "Progress note", "Content.Text")]
    [InlineData("Fine.", "", "Content.Title")]
    [InlineData("Fi\0ne.", "Progress note", "Content.Text")]
    public async Task A_note_that_is_not_in_order_says_which_field_it_is(string text, string title, string field) =>
        (await RefusedAsync(new AddNoteInput(Guid.NewGuid(), charts.Note(text, title)))).ShouldBe([field]);

    [Fact]
    public async Task Length_time_and_id_have_limits()
    {
        (await RefusedAsync(new AddNoteInput(Guid.Empty, charts.Note()))).ShouldBe(["EntryId"]);
        (await RefusedAsync(new AddNoteInput(Guid.NewGuid(), null!))).ShouldBe(["Content"]);
        (await RefusedAsync(new AddNoteInput(Guid.NewGuid(), charts.Note(new string('x', 50_001))))).ShouldBe(["Content.Text"]);
        (await RefusedAsync(new AddNoteInput(Guid.NewGuid(), charts.Note($"Half a {(char)0xD83E} pair")))).ShouldBe(["Content.Text"]);
        (await RefusedAsync(new AddNoteInput(Guid.NewGuid(), charts.Note() with { At = charts.Now.AddMinutes(6) }))).ShouldBe(["Content.At"]);
        (await RefusedAsync(new AddNoteInput(Guid.NewGuid(), charts.Note() with { At = default }))).ShouldBe(["Content.At"]);
        var (clinician, patient) = await charts.InCareAsync();
        (await charts.AddNoteAsync(clinician, patient, charts.Note(new string('x', 50_000)) with { At = charts.Now.AddMinutes(4) })).ShouldNotBeNull();
    }

    private async Task<IReadOnlyList<string>> RefusedAsync(AddNoteInput input)
    {
        var refusal = await Should.ThrowAsync<ValidationException>(
            () => portal.Get<AddNote>().ForAsync(People.Clinician(), Purpose.Treatment, PatientId.New(), input, default));
        return [.. refusal.Errors.Select(error => error.PropertyName)];
    }
}

using FluentValidation;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Charting;
using Portal.Features.Patients.Charting.Content;
using Portal.Features.Patients.Charting.Shapes;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Patients.Charting;

public sealed class CorrectEntryTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Charts charts = new(portal);

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task A_correction_is_a_new_version_and_its_entry_names_author_patient_and_note()
    {
        var (clinician, patient) = await charts.InCareAsync();
        var id = await charts.NoteInAsync(clinician, patient, "Left knee.");

        var answer = await charts.CorrectAsync(clinician, patient, id, 1, charts.Note("Right knee."));

        answer.ShouldBe(new Correction(CorrectionOutcome.Corrected, 2));
        var note = (await charts.OpenAsync(clinician, patient)).Documents.ShouldHaveSingleItem();
        (note.Version, note.IsCharted, note.IsCorrected).ShouldBe((2, true, true));
        note.Details.ValueOrDefault!.Text.ShouldBe("Right knee.");
        var entry = (await charts.EntriesAsync(patient, AuditAction.Update)).ShouldHaveSingleItem();
        (entry.Account, entry.Resource, entry.ResourceId, entry.Outcome).ShouldBe((clinician.Account, AuditResource.DocumentReference, id, AuditOutcome.Allowed));
    }

    [Fact]
    public async Task Who_comes_too_late_changes_nothing_and_is_told_who_changed_what()
    {
        var account = (await new Identity.People(portal).NewAsync()).Id;
        var quick = Actor.Person(account, Role.Clinician, SessionId.New(), Origin.Local);
        var (late, patient) = await charts.InCareAsync();
        await SamplePatients.AssignAsync(portal, patient, account);
        var id = await charts.NoteInAsync(late, patient, "Left knee.");
        await charts.CorrectAsync(quick, patient, id, 1, charts.Note("Right knee."));

        var answer = await charts.CorrectAsync(late, patient, id, 1, charts.Note("Both knees."));

        answer.Outcome.ShouldBe(CorrectionOutcome.Conflict);
        var conflict = answer.Conflict!;
        (conflict.Version, conflict.IsInError, conflict.ChangedBy, conflict.ChangedAt).ShouldBe((2, false, "Test Person", charts.Now));
        EntryDifference.Between(charts.Note("Both knees."), conflict.Content).ShouldBe([new FieldChange("Text", "Both knees.", "Right knee.")]);
        (await charts.OpenAsync(late, patient)).Documents.ShouldHaveSingleItem().Version.ShouldBe(2);
        var failed = (await charts.EntriesAsync(patient, AuditAction.Update)).Single(entry => entry.Account == late.Account);
        (failed.Outcome, failed.Reason).ShouldBe((AuditOutcome.Failed, "Conflict"));
        (await charts.CorrectAsync(late, patient, id, conflict.Version, charts.Note("Both knees."))).Version.ShouldBe(3);
    }

    [Fact]
    public async Task Of_two_corrections_at_once_exactly_one_wins()
    {
        var (one, patient) = await charts.InCareAsync();
        var other = People.Clinician();
        await SamplePatients.AssignAsync(portal, patient, other.Account!.Value);
        var id = await charts.NoteInAsync(one, patient);

        for (var version = 1; version <= 20; version++)
        {
            var answers = await Task.WhenAll(
                charts.CorrectAsync(one, patient, id, version, charts.Note($"One {version}.")), charts.CorrectAsync(other, patient, id, version, charts.Note($"Other {version}.")));

            answers.Count(answer => answer.Outcome == CorrectionOutcome.Corrected && answer.Version == version + 1).ShouldBe(1);
            answers.Count(answer => answer.Outcome == CorrectionOutcome.Conflict && answer.Conflict!.Version == version + 1).ShouldBe(1);
        }

        var history = (await charts.HistoryAsync(one, patient, id))!;
        history.Changes.Select(change => change.Version).ShouldBe(Enumerable.Range(1, 21).Reverse());
        history.Completeness.ShouldBe(HistoryCompleteness.Complete);
        var entries = await charts.EntriesAsync(patient, AuditAction.Update);
        (entries.Count(entry => entry.Outcome == AuditOutcome.Allowed), entries.Count(entry => entry.Outcome == AuditOutcome.Failed)).ShouldBe((20, 20));
    }

    [Fact]
    public async Task The_same_correction_sent_twice_is_made_once()
    {
        var (clinician, patient) = await charts.InCareAsync();
        var (id, content) = (await charts.NoteInAsync(clinician, patient), charts.Note("Right knee."));

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => charts.CorrectAsync(clinician, patient, id, 1, content)));

        answers.ShouldAllBe(answer => answer.Outcome == CorrectionOutcome.Corrected && answer.Version == 2);
        (await charts.HistoryAsync(clinician, patient, id))!.Changes.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_entry_marked_in_error_stays_and_a_correction_takes_the_mark_away()
    {
        var (clinician, patient) = await charts.InCareAsync();
        var id = await charts.NoteInAsync(clinician, patient, "Left knee.");

        (await charts.CorrectAsync(clinician, patient, id, 1, content: null)).Version.ShouldBe(2);
        var marked = (await charts.OpenAsync(clinician, patient)).Documents.ShouldHaveSingleItem();
        await charts.CorrectAsync(clinician, patient, id, 2, charts.Note("Left knee."));

        (marked.IsInError, marked.Details.ValueOrDefault!.Text).ShouldBe((true, "Left knee."));
        (await charts.OpenAsync(clinician, patient)).Documents.ShouldHaveSingleItem().IsInError.ShouldBeFalse();
        (await charts.HistoryAsync(clinician, patient, id))!.Changes.Select(change => change.IsInError).ShouldBe([false, true, false]);
    }

    [Fact]
    public async Task An_imported_result_keeps_what_no_form_shows_and_loses_the_flag_of_the_old_number()
    {
        var (clinician, patient) = await charts.InCareAsync(observations: 1);
        var before = (await charts.OpenAsync(clinician, patient)).Observations.ShouldHaveSingleItem();
        (before.IsCharted, before.IsCorrected).ShouldBe((false, false));
        var content = ObservationContent.Of(before)!;

        await charts.CorrectAsync(clinician, patient, before.Id, before.Version, content with { Value = 76 });

        var after = (await charts.OpenAsync(clinician, patient)).Observations.ShouldHaveSingleItem();
        (after.IsCharted, after.IsCorrected, after.Version).ShouldBe((false, true, before.Version + 1));
        after.Code.ShouldBe(before.Code);
        var details = after.Details.ValueOrDefault!;
        (details.Status, details.Value, details.Unit, details.Interpretation).ShouldBe(("corrected", 76m, "/min", null));
    }

    [Fact]
    public void A_result_in_parts_loses_the_flag_of_the_old_parts_and_keeps_it_where_they_stay()
    {
        var old = ObservationContent.BloodPressure(charts.Now, 182, 104);
        var before = ObservationShape.Instance.Make(old, null) with { Interpretation = "H" };

        ObservationShape.Instance.Correct(before, ObservationContent.BloodPressure(charts.Now, 128, 74)).Interpretation.ShouldBeNull();
        ObservationShape.Instance.Correct(before, ObservationContent.BloodPressure(charts.Now, 182, 104) with { Category = "exam" }).Interpretation.ShouldBe("H");
    }

    [Fact]
    public async Task What_is_not_there_or_of_somebody_else_is_not_found()
    {
        var (clinician, patient) = await charts.InCareAsync();
        var (colleague, other) = await charts.InCareAsync();
        var theirs = await charts.NoteInAsync(colleague, other);

        (await charts.CorrectAsync(clinician, patient, Guid.NewGuid(), 1, charts.Note())).Outcome.ShouldBe(CorrectionOutcome.NotFound);
        (await charts.CorrectAsync(clinician, patient, theirs, 1, charts.Note())).Outcome.ShouldBe(CorrectionOutcome.NotFound);
        (await charts.CorrectAsync(clinician, other, theirs, 1, charts.Note())).Outcome.ShouldBe(CorrectionOutcome.NotFound);
        (await charts.EntriesAsync(other, AuditAction.Update)).ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
        (await charts.OpenAsync(colleague, other)).Documents.ShouldHaveSingleItem().Version.ShouldBe(1);
    }

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task An_entry_that_was_altered_by_SQL_is_not_corrected_over()
    {
        var (clinician, patient) = await charts.InCareAsync();
        var id = await charts.NoteInAsync(clinician, patient);
        await portal.Database.AsSuperuserAsync("UPDATE clinical.document_references SET by_hand = 0 WHERE id = $1", id);

        (await charts.CorrectAsync(clinician, patient, id, 1, charts.Note("Right knee."))).Outcome.ShouldBe(CorrectionOutcome.Unreadable);

        (await charts.EntriesAsync(patient, AuditAction.Update)).ShouldHaveSingleItem().Reason.ShouldBe("Unreadable");
    }

    [Fact]
    public async Task A_correction_that_is_not_in_order_says_which_field_it_is()
    {
        (await RefusedAsync(new(EntryKind.Note, Guid.NewGuid(), 1, charts.Note(), false, " "))).ShouldBe(["Reason"]);
        (await RefusedAsync(new(EntryKind.Note, Guid.NewGuid(), 0, charts.Note(""), false, "Why."))).ShouldBe(["ExpectedVersion", "Content.Text"]);
        (await RefusedAsync(new(EntryKind.Note, Guid.NewGuid(), 1, charts.Note(), true, "Why."))).ShouldBe(["Content"]);
        (await RefusedAsync(new(EntryKind.Note, Guid.NewGuid(), 1, null, false, "Why."))).ShouldBe(["Content"]);
        (await RefusedAsync(new(EntryKind.Condition, Guid.NewGuid(), 1, charts.Note(), false, "Why."))).ShouldBe(["Content"]);
        (await RefusedAsync(new((EntryKind)99, Guid.NewGuid(), 1, null, true, "Why."))).ShouldBe(["Kind"]);
        charts.Note("PHI").ToString().ShouldBe("NoteContent");
    }

    private async Task<IReadOnlyList<string>> RefusedAsync(CorrectEntryInput input)
    {
        var refusal = await Should.ThrowAsync<ValidationException>(
            () => portal.Get<CorrectEntry>().ForAsync(People.Clinician(), Purpose.Treatment, PatientId.New(), input, default));
        return [.. refusal.Errors.Select(error => error.PropertyName)];
    }
}

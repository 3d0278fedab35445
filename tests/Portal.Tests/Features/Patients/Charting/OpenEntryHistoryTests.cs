using FluentValidation;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Patients.Charting;
using Portal.Features.Patients.Charting.Content;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Patients.Charting;

public sealed class OpenEntryHistoryTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Charts charts = new(portal);

    [Fact]
    [Trait("Norm", "16, 19")]
    public async Task A_history_says_who_when_why_and_what_before_and_after()
    {
        var account = (await new Identity.People(portal).NewAsync()).Id;
        var author = Actor.Person(account, Role.Clinician, SessionId.New(), Origin.Local);
        var patient = await SamplePatients.AddAsync(portal, account, observations: 0);
        var id = await charts.NoteInAsync(author, patient, "Left knee.");
        var (first, before) = (charts.Now, charts.Note("Left knee."));
        portal.Clock.Advance(TimeSpan.FromHours(1));
        await charts.CorrectAsync(author, patient, id, 1, before with { Text = "Right knee." }, "Wrong side.");

        var history = (await charts.HistoryAsync(author, patient, id))!;

        (history.Kind, history.EntryId, history.Version, history.IsCharted, history.Completeness)
            .ShouldBe((EntryKind.Note, id, 2, true, HistoryCompleteness.Complete));
        history.Changes.Select(change => (change.Version, change.ChangedAt, change.Author, change.Reason.ValueOrDefault))
            .ShouldBe([(2, charts.Now, "Test Person", "Wrong side."), (1, first, "Test Person", null)]);
        history.Changes[1].Before.HasValue.ShouldBeFalse();
        EntryDifference.Between(history.Changes[0].Before.ValueOrDefault, history.Changes[0].After.ValueOrDefault)
            .ShouldBe([new FieldChange("Text", "Left knee.", "Right knee.")]);
        EntryDifference.Between(null, history.Changes[1].After.ValueOrDefault).Select(change => change.Name).ShouldBe(["At", "Title", "Text"]);
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task Opening_a_history_is_an_entry_and_so_is_its_refusal()
    {
        var (clinician, patient) = await charts.InCareAsync();
        var id = await charts.NoteInAsync(clinician, patient);
        var stranger = People.Clinician();
        var clerk = People.BillingClerk();

        (await charts.HistoryAsync(clinician, patient, id)).ShouldNotBeNull();
        (await charts.HistoryAsync(stranger, patient, id)).ShouldBeNull();
        (await charts.HistoryAsync(clerk, patient, id)).ShouldBeNull();

        (await charts.EntriesAsync(patient, AuditAction.Read)).Select(entry => (entry.Account, entry.ResourceId, entry.Outcome)).ShouldBe(
            [(clinician.Account, id, AuditOutcome.Allowed), (stranger.Account, id, AuditOutcome.Denied), (clerk.Account, id, AuditOutcome.Denied)], ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_not_there_or_of_another_kind_or_patient_has_no_history()
    {
        var (clinician, patient) = await charts.InCareAsync(observations: 1);
        var other = await SamplePatients.AddAsync(portal, clinician.Account);
        var id = await charts.NoteInAsync(clinician, patient);

        (await charts.HistoryAsync(clinician, other, id)).ShouldBeNull();
        (await charts.HistoryAsync(clinician, patient, id, EntryKind.Condition)).ShouldBeNull();
        (await charts.HistoryAsync(clinician, patient, Guid.NewGuid())).ShouldBeNull();
        var imported = (await charts.OpenAsync(clinician, patient)).Observations.ShouldHaveSingleItem().Id;
        var untouched = (await charts.HistoryAsync(clinician, patient, imported, EntryKind.Observation))!;
        (untouched.Changes.Count, untouched.IsCharted, untouched.Completeness).ShouldBe((0, false, HistoryCompleteness.Complete));
        await Should.ThrowAsync<ValidationException>(() => charts.HistoryAsync(clinician, patient, id, EntryKind.None));
    }

    [Theory]
    [InlineData("UPDATE clinical.entry_history SET author_id = gen_random_uuid() WHERE entry_id = $1 AND entry_version = 2")]
    [InlineData("UPDATE clinical.entry_history SET changed_at = changed_at - interval '1 day' WHERE entry_id = $1 AND entry_version = 2")]
    [InlineData("UPDATE clinical.entry_history SET before = after WHERE entry_id = $1 AND entry_version = 2")]
    [InlineData("DELETE FROM clinical.entry_history WHERE entry_id = $1 AND entry_version = 1")]
    [InlineData("DELETE FROM clinical.entry_history WHERE entry_id = $1 AND entry_version = 2")]
    [InlineData("DELETE FROM clinical.entry_history WHERE entry_id = $1 AND entry_version = 3")]
    [InlineData("DELETE FROM clinical.entry_history WHERE entry_id = $1")]
    [InlineData("UPDATE clinical.document_references SET by_hand = 0 WHERE id = $1")]
    [Trait("Norm", "164.312(c)")]
    public async Task A_history_that_was_altered_or_cut_by_SQL_says_so(string sql)
    {
        var (clinician, patient) = await charts.InCareAsync();
        var id = await charts.NoteInAsync(clinician, patient);
        await charts.CorrectAsync(clinician, patient, id, 1, charts.Note("Two."));
        await charts.CorrectAsync(clinician, patient, id, 2, charts.Note("Three."));

        await portal.Database.AsSuperuserAsync(sql, id);

        (await charts.HistoryAsync(clinician, patient, id))!.Completeness.ShouldBe(HistoryCompleteness.Damaged);
    }

    [Theory]
    [InlineData(DatabaseRole.App, "UPDATE clinical.entry_history SET entry_version = 7")]
    [InlineData(DatabaseRole.App, "DELETE FROM clinical.entry_history")]
    [InlineData(DatabaseRole.Patient, "UPDATE clinical.entry_history SET entry_version = 7")]
    [InlineData(DatabaseRole.Auditor, "SELECT * FROM clinical.entry_history")]
    [Trait("Norm", "164.312(c)")]
    public Task No_login_of_run_time_rewrites_a_history(DatabaseRole role, string sql) => portal.Database.DeniedAsync(role, sql);
}

using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Charting;
using Portal.Features.Patients.Charting.Content;
using Portal.Features.Patients.Import;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Tests.Data.Sealing;

namespace Portal.Tests.Features.Patients.Import;

public sealed class ImportOverCorrectionsTests(PortalFixture portal) : IClassFixture<PortalFixture>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("portal-import").FullName;
    private readonly string id = Guid.NewGuid().ToString();
    private readonly AccountId account = AccountId.New();

    private Actor Clinician => Actor.Person(account, Role.Clinician, SessionId.New(), Origin.Local);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    [Trait("Norm", "16, 19")]
    public async Task A_correction_outlives_every_import_and_each_changed_source_is_stored_and_counted()
    {
        await ImportAsync(7.5m, 1m);
        var patient = await PatientAsync();
        await CorrectAsync(patient, 7.5m, to: 5.7m);

        var same = await ImportAsync(7.5m, 1m);
        var changed = await ImportAsync(9.5m, 2m);
        var again = await ImportAsync(9.5m, 2m);
        var changedAgain = await ImportAsync(9.9m, 2m);

        (same.Unchanged, same.Kept).ShouldBe((3, 0));
        (changed.Unchanged, changed.Kept, changed.Resources).ShouldBe((1, 1, 3));
        (again.Unchanged, again.Kept).ShouldBe((3, 0));
        (changedAgain.Unchanged, changedAgain.Kept).ShouldBe((2, 1));
        var results = (await OpenAsync(patient)).Observations;
        results.Select(item => (item.Details.ValueOrDefault!.Value, item.Version, item.IsCorrected)).ShouldBe([(5.7m, 2, true), (2m, 2, false)], ignoreOrder: true);
        await using var db = portal.Open();
        var corrected = results.Single(item => item.IsCorrected).Id;
        (await db.Set<SourceResource>().Where(row => row.RowId == corrected).OrderBy(row => row.Revision).ToListAsync()).Select(row => row.Revision).ShouldBe([1, 2, 3]);
        var history = await portal.Get<OpenEntryHistory>().ForAsync(Clinician, Purpose.Treatment, patient, EntryKind.Observation, corrected, default);
        (history!.Completeness, history.IsCharted, history.Changes.Count).ShouldBe((HistoryCompleteness.Complete, false, 1));
    }

    [Fact]
    public async Task What_was_marked_in_error_stays_so()
    {
        await ImportAsync(7.5m, 1m);
        var patient = await PatientAsync();
        await CorrectAsync(patient, 7.5m, to: null);

        (await ImportAsync(9.5m, 1m)).Kept.ShouldBe(1);

        (await OpenAsync(patient)).Observations.Single(item => item.IsInError).Details.ValueOrDefault!.Value.ShouldBe(7.5m);
    }

    [Fact]
    public async Task A_correction_of_an_imported_entry_counts_on_from_the_imports_revisions()
    {
        await ImportAsync(7.5m, 1m);
        await ImportAsync(9.5m, 1m);
        var patient = await PatientAsync();

        (await CorrectAsync(patient, 9.5m, to: 5.7m)).Version.ShouldBe(3);

        (await OpenAsync(patient)).Observations.Single(item => item.IsCorrected).Version.ShouldBe(3);
    }

    [Fact]
    public async Task A_row_that_was_corrected_after_the_import_looked_is_not_taken_away()
    {
        await ImportAsync(7.5m, 1m);
        var patient = await PatientAsync();
        var row = (await OpenAsync(patient)).Observations[0];
        await using var db = portal.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await Changes.AppendEntryAsync(portal, db, patient);

        await portal.Get<PortalDatabase>().Bulk.DeleteAsync<Observation>(db, [(row.Id, row.Version + 1)], default);
        (await db.Set<Observation>().CountAsync(one => one.Id == row.Id)).ShouldBe(1);
        await portal.Get<PortalDatabase>().Bulk.DeleteAsync<Observation>(db, [(row.Id, row.Version)], default);
        (await db.Set<Observation>().CountAsync(one => one.Id == row.Id)).ShouldBe(0);
    }

    private Task<ImportReport> ImportAsync(decimal first, decimal second)
    {
        File.WriteAllText(Path.Combine(folder, "a.json"), Fhir.Bundle(Fhir.Patient(id), Fhir.Observation($"{id}-o", id, first), Fhir.Observation($"{id}-p", id, second)));
        return portal.Get<ImportFhir>().ForAsync(Actor.System("import-fhir"), [folder], account, null, default);
    }

    private async Task<PatientId> PatientAsync() =>
        (await portal.Get<ListMyPatients>().ForAsync(Clinician, Purpose.Treatment, null, default)).Items.ShouldHaveSingleItem().Id;

    private async Task<RecordView> OpenAsync(PatientId patient) => (await portal.Get<OpenRecord>().ForAsync(Clinician, Purpose.Treatment, patient, default))!;

    private async Task<Correction> CorrectAsync(PatientId patient, decimal value, decimal? to)
    {
        var entry = (await OpenAsync(patient)).Observations.Single(item => item.Details.ValueOrDefault!.Value == value);
        var content = to is null ? null : ObservationContent.Of(entry)! with { Value = to };
        var input = new CorrectEntryInput(EntryKind.Observation, entry.Id, entry.Version, content, EnteredInError: to is null, "Read wrongly.");
        var answer = await portal.Get<CorrectEntry>().ForAsync(Clinician, Purpose.Treatment, patient, input, default);
        answer.Outcome.ShouldBe(CorrectionOutcome.Corrected);
        return answer;
    }
}

using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients;
using Portal.Features.Patients.Billing;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Import;
using Portal.Features.Patients.Import.Reading;
using Portal.Features.Patients.Import.Source;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Tests.Features.Patients.Import;

public sealed class ImportSampleDataTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private static readonly Actor Importer = Actor.System("import-fhir");

    [SharedDataFact("fhir-r4")]
    public async Task The_sample_patients_come_in_whole_open_and_come_in_once()
    {
        var account = AccountId.New();
        var report = await ImportAsync(account);

        report.FailedFiles.ShouldBeEmpty();
        (report.Files, report.Resources, report.Patients).ShouldBe((65, 19595, 63));
        report.ByType["Observation"].ShouldBe(8511);
        await AssertRowsAsync();
        await AssertSourcesAsync();
        await AssertRecordsOpenAsync(Actor.Person(account, Role.Clinician, SessionId.New(), Origin.Local));

        var again = await ImportAsync(account);

        again.FailedFiles.ShouldBeEmpty();
        (again.Resources, again.Unchanged, again.Patients).ShouldBe((19595, 19595, 63));
        await AssertRowsAsync();
    }

    private Task<ImportReport> ImportAsync(AccountId account) =>
        portal.Get<ImportFhir>().ForAsync(Importer, [SharedData.PathOf("fhir-r4")], account, null, default);

    private async Task AssertRowsAsync()
    {
        await using var db = portal.Open();
        (await db.Set<Patient>().CountAsync()).ShouldBe(63);
        (await db.Set<PatientListRow>().CountAsync()).ShouldBe(63);
        (await db.Set<Encounter>().CountAsync()).ShouldBe(1838);
        (await db.Set<Condition>().CountAsync()).ShouldBe(440);
        (await db.Set<Observation>().CountAsync()).ShouldBe(8511);
        (await db.Set<MedicationRequest>().CountAsync()).ShouldBe(473);
        (await db.Set<AllergyIntolerance>().CountAsync()).ShouldBe(34);
        (await db.Set<Immunization>().CountAsync()).ShouldBe(788);
        (await db.Set<Procedure>().CountAsync()).ShouldBe(1054);
        (await db.Set<DiagnosticReport>().CountAsync()).ShouldBe(1050);
        (await db.Set<DocumentReference>().CountAsync()).ShouldBe(481);
        (await db.Set<CarePlan>().CountAsync()).ShouldBe(184);
        (await db.Set<Claim>().CountAsync()).ShouldBe(2311);
        (await db.Set<ExplanationOfBenefit>().CountAsync()).ShouldBe(1838);
        (await db.Set<Coverage>().CountAsync()).ShouldBeInRange(63, 630);
        (await db.Set<SourceResource>().CountAsync()).ShouldBe(19595 - 122 - 122 - 42 - 42);
        (await db.Set<SourceResource>().MaxAsync(row => row.Revision)).ShouldBe(1);
    }

    /// <summary>Every resource of every file comes back out of the database as it went in.</summary>
    private async Task AssertSourcesAsync()
    {
        var keys = new SourceKeys(portal.Get<KeyRing>().Index);
        await using var db = portal.Open();
        var rows = await db.Set<SourceResource>().AsNoTracking().ToDictionaryAsync(row => new Guid(row.SourceKey));
        var patients = await db.Set<Patient>().AsNoTracking().ToDictionaryAsync(row => row.PatientId);
        var access = await portal.Get<Gate>().OpenForImportAsync(db, Importer, patients.Keys, [], default);
        var shared = 0;
        foreach (var file in FhirFiles.Find([SharedData.PathOf("fhir-r4")]))
        {
            using var batch = (await Fhir.ReadFileAsync(file.Path)).Single();
            foreach (var entry in batch.Entries)
            {
                if (!rows.TryGetValue(keys.Of(entry.SourceName!), out var row))
                {
                    shared++;
                    continue;
                }

                var patient = patients[row.PatientId];
                var displays = new SubjectDisplays(row.PatientId, access.Reveal(patient, patient.SourceDisplays).ValueOrDefault ?? []);
                var body = SourceBody.Unpack(access.Reveal(row, row.Body).ValueOrDefault!);
                SourceText.WithDisplays(body.Json, displays.DisplayOf).AsSpan().SequenceEqual(SourceText.Canonical(entry.Resource)).ShouldBeTrue();
                body.FullUrl.ShouldBe(entry.FullUrl);
            }
        }

        shared.ShouldBe(122 + 122 + 42 + 42);
    }

    private async Task AssertRecordsOpenAsync(Actor clinician)
    {
        var found = await portal.Get<SearchPatients>().ForAsync(clinician, Purpose.Treatment, "ordonez bern", null, default);
        var record = await portal.Get<OpenRecord>().ForAsync(clinician, Purpose.Treatment, found.Items.ShouldHaveSingleItem().Id, default);
        record!.Banner.Name.ValueOrDefault!.InFull().ShouldContain("Bernardo Ordóñez");
        record.Observations.ShouldNotBeEmpty();
        record.Observations.ShouldAllBe(one => one.Details.HasValue && one.Code.HasValue);
        record.Encounters.ShouldAllBe(one => one.Details.ValueOrDefault!.Provider != null);
        var encounters = record.Encounters.Select(one => one.Id).ToHashSet();
        record.Observations.ShouldAllBe(one => encounters.Contains(one.EncounterId!.Value));

        var noted = await portal.Get<SearchPatients>().ForAsync(clinician, Purpose.Treatment, "marquardt", null, default);
        var notes = await portal.Get<OpenRecord>().ForAsync(clinician, Purpose.Treatment, noted.Items.ShouldHaveSingleItem().Id, default);
        notes!.Documents.ShouldAllBe(one => one.Details.ValueOrDefault!.Text!.Contains("# Chief Complaint", StringComparison.Ordinal));
    }
}

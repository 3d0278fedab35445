using System.Text;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients;
using Portal.Features.Patients.Billing;
using Portal.Features.Patients.Care;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Import;
using Portal.Features.Patients.Import.Source;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Patients.Import;

public sealed class ImportedRowsTests(PortalFixture portal) : IClassFixture<PortalFixture>, IDisposable
{
    private readonly ImportRoom room = new(portal);
    private readonly string id = Guid.NewGuid().ToString();

    public void Dispose() => room.Dispose();

    [Fact]
    public async Task A_changed_resource_gets_a_revision_and_replaces_its_row_under_the_same_id()
    {
        await room.WriteAsync("a.json", Fhir.Bundle(Fhir.Patient(id), Fhir.Observation($"{id}-o", id, 7.5m), Fhir.Observation($"{id}-p", id, 1m)));
        await room.ImportAsync();
        var before = await room.RowAsync<Observation>($"Observation/{id}-o");
        await room.WriteAsync("a.json", Fhir.Observation($"{id}-o", id, 9.5m));

        var report = await room.ImportAsync();

        (report.Resources, report.Unchanged, report.Patients).ShouldBe((1, 0, 1));
        var (row, sources) = await room.RowAsync<Observation>($"Observation/{id}-o");
        row.Id.ShouldBe(before.Row.Id);
        row.Version.ShouldBe(2);
        sources.Select(source => source.Revision).ShouldBe([1, 2]);
        sources.ShouldAllBe(source => !source.SealBroken);
        var access = await room.AccessAsync(row.PatientId);
        access.Reveal(row, row.Details).ValueOrDefault!.Value.ShouldBe(9.5m);
        await using var db = portal.Open();
        (await db.Set<Observation>().CountAsync(one => one.PatientId == row.PatientId)).ShouldBe(2);
    }

    [Fact]
    public async Task A_changed_patient_keeps_id_and_given_record_number_and_is_found_by_the_new_name_alone()
    {
        await room.WriteAsync("a.json", Fhir.Bundle(Fhir.Patient(id, "Oldnamova")));
        await room.ImportAsync();
        var (before, _) = await room.RowAsync<Patient>($"Patient/{id}");
        await room.WriteAsync("a.json", Fhir.Patient(id, "Newnamova"));

        await room.ImportAsync();

        var (after, _) = await room.RowAsync<Patient>($"Patient/{id}");
        after.Id.ShouldBe(before.Id);
        after.MrnIndex.ShouldBe(before.MrnIndex);
        var access = await room.AccessAsync(after.PatientId);
        access.Reveal(after, after.Name).ValueOrDefault!.Family.ShouldBe("Newnamova");
        await using var db = portal.Open();
        var listed = await db.Set<PatientListRow>().SingleAsync(row => row.PatientId == after.PatientId);
        access.Reveal(listed, listed.Name).ValueOrDefault!.Family.ShouldBe("Newnamova");
        var indexes = portal.Get<PatientIndexes>();
        (await ImportRoom.HasTokenAsync(db, after.PatientId, indexes.QueryToken("newnam"))).ShouldBeTrue();
        (await ImportRoom.HasTokenAsync(db, after.PatientId, indexes.QueryToken("oldnam"))).ShouldBeFalse();
    }

    [Fact]
    public async Task Several_patients_in_one_bundle_each_get_their_own()
    {
        await room.WriteAsync("a.json", Fhir.Bundle(
            Fhir.Patient($"{id}-1"), Fhir.Patient($"{id}-2"), Fhir.Observation($"{id}-o1", $"{id}-1"), Fhir.Observation($"{id}-o2", $"{id}-2")));

        (await room.ImportAsync()).Patients.ShouldBe(2);

        var first = (await room.RowAsync<Patient>($"Patient/{id}-1")).Row.PatientId;
        var second = (await room.RowAsync<Patient>($"Patient/{id}-2")).Row.PatientId;
        first.ShouldNotBe(second);
        (await room.RowAsync<Observation>($"Observation/{id}-o1")).Row.PatientId.ShouldBe(first);
        (await room.RowAsync<Observation>($"Observation/{id}-o2")).Row.PatientId.ShouldBe(second);
        await using var db = portal.Open();
        (await db.Set<NameToken>().CountAsync(row => row.PatientId == first)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Lines_find_their_patient_in_another_file_or_in_a_later_line()
    {
        await room.WriteAsync("Observation.ndjson", $"{Fhir.Observation($"{id}-o1", id)}\n{Fhir.Observation($"{id}-o2", $"{id}-late")}\n{Fhir.Patient($"{id}-late")}");
        await room.WriteAsync("Patient.ndjson", Fhir.Patient(id));
        await room.WriteAsync("a-single.json", Fhir.Observation($"{id}-o3", id));
        await room.WriteAsync("Condition.ndjson", $$$"""{"resourceType":"Condition","id":"{{{id}}}-c","subject":{"reference":"Patient/{{{id}}}-nobody"}}""");

        var report = await room.ImportAsync();

        report.Resources.ShouldBe(5);
        report.Patients.ShouldBe(2);
        var failed = report.FailedFiles.ShouldHaveSingleItem();
        (Path.GetFileName(failed.File), failed.Position).ShouldBe(("Condition.ndjson", "line 1"));
        (await room.ImportAsync()).Unchanged.ShouldBe(5);
    }

    [Fact]
    public async Task A_known_patient_is_recognised_in_another_file()
    {
        await room.WriteAsync("a.json", Fhir.Bundle(Fhir.Patient(id)));
        await room.ImportAsync();
        File.Delete(Path.Combine(room.Folder, "a.json"));
        await room.WriteAsync("b.json", Fhir.Bundle(Fhir.Observation($"{id}-o", id)));

        (await room.ImportAsync()).FailedFiles.ShouldBeEmpty();

        (await room.RowAsync<Observation>($"Observation/{id}-o")).Row.PatientId.ShouldBe((await room.RowAsync<Patient>($"Patient/{id}")).Row.PatientId);
    }

    [Fact]
    public async Task Shared_directory_resources_with_other_bodies_are_all_kept_and_are_nobodys_change()
    {
        await room.WriteAsync("a.json", Fhir.Bundle(Fhir.Patient(id), ImportRoom.Organization(id, "North")));
        await room.WriteAsync("b.json", Fhir.Bundle(Fhir.Patient(id), ImportRoom.Organization(id, "North Shore"), ImportRoom.Organization(id, "North")));

        var report = await room.ImportAsync();

        (report.Resources, report.Unchanged, report.Patients).ShouldBe((5, 2, 1));
        var key = portal.Get<Portal.Kernel.Crypto.KeyRing>();
        var sourceKey = new SourceKeys(key.Index).Of($"Organization/{id}").ToByteArray();
        await using var db = portal.Open();
        (await db.Set<DirectoryResource>().CountAsync(row => row.SourceKey == sourceKey)).ShouldBe(2);
    }

    [Fact]
    public async Task A_contained_cover_becomes_one_cover_however_many_claims_repeat_it()
    {
        await room.WriteAsync("a.json", Fhir.Bundle([Fhir.Patient(id), .. Enumerable.Range(0, 3).Select(number =>
            $$$"""{"resourceType":"ExplanationOfBenefit","id":"{{{id}}}-b{{{number}}}","status":"active","created":"2020-02-0{{{number + 1}}}","patient":{"reference":"Patient/{{{id}}}"},"contained":[{"resourceType":"Coverage","id":"c","status":"active","type":{"text":"Humana"},"payor":[{"display":"Humana"}]}]}""")]));
        await room.ImportAsync();
        await room.WriteAsync("b.json", $$$"""{"resourceType":"ExplanationOfBenefit","id":"{{{id}}}-b9","created":"2021-02-01","patient":{"reference":"Patient/{{{id}}}"},"contained":[{"resourceType":"Coverage","id":"c","status":"active","type":{"text":"Humana"},"payor":[{"display":"Humana"}]}]}""");
        await room.ImportAsync();

        var patient = (await room.RowAsync<Patient>($"Patient/{id}")).Row.PatientId;
        await using var db = portal.Open();
        var cover = await db.Set<Coverage>().SingleAsync(row => row.PatientId == patient);
        cover.At.ShouldBe(new DateTimeOffset(2020, 2, 1, 0, 0, 0, TimeSpan.Zero));
        (await room.AccessAsync(patient)).Reveal(cover, cover.Details).ValueOrDefault!.Payor.ShouldBe("Humana");
        (await db.Set<ExplanationOfBenefit>().CountAsync(row => row.PatientId == patient)).ShouldBe(4);
    }

    [Fact]
    public async Task An_observation_points_to_its_encounter_whichever_comes_first()
    {
        var observation = Fhir.Observation($"{id}-o", id).Replace("\"subject\"", $"\"encounter\":{{\"reference\":\"Encounter/{id}-e\"}},\"subject\"", StringComparison.Ordinal);
        await room.WriteAsync("a.json", Fhir.Bundle(Fhir.Patient(id), observation));
        await room.WriteAsync("b.json", $$$"""{"resourceType":"Encounter","id":"{{{id}}}-e","subject":{"reference":"Patient/{{{id}}}"}}""");

        await room.ImportAsync();

        (await room.RowAsync<Observation>($"Observation/{id}-o")).Row.EncounterId.ShouldBe((await room.RowAsync<Encounter>($"Encounter/{id}-e")).Row.Id);
    }

    [Fact]
    public async Task The_stored_source_holds_a_token_in_place_of_the_patients_name_and_gives_it_back()
    {
        await room.WriteAsync("a.json", Fhir.Bundle(Fhir.Patient(id), Fhir.Observation($"{id}-o", id, display: "Ms. Žofie T.")));
        await room.ImportAsync();
        await room.WriteAsync("a.json", Fhir.Bundle(Fhir.Observation($"{id}-p", id, display: "Žofie Second")));
        await room.ImportAsync();

        var (patient, _) = await room.RowAsync<Patient>($"Patient/{id}");
        var access = await room.AccessAsync(patient.PatientId);
        var displays = new SubjectDisplays(patient.PatientId, access.Reveal(patient, patient.SourceDisplays).ValueOrDefault!);
        displays.All.ShouldBe(["Ms. Žofie T.", "Žofie Second"]);
        var source = (await room.RowAsync<Observation>($"Observation/{id}-p")).Sources.Single();
        var body = SourceBody.Unpack(access.Reveal(source, source.Body).ValueOrDefault!);
        Encoding.UTF8.GetString(body.Json.Span).ShouldNotContain("Second");
        Encoding.UTF8.GetString(SourceText.WithDisplays(body.Json, displays.DisplayOf)).ShouldBe(
            Encoding.UTF8.GetString(SourceText.Canonical(Fhir.Json(Fhir.Observation($"{id}-p", id, display: "Žofie Second")))));
    }
}

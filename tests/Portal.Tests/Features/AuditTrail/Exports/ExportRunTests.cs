using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Auditing.Proof;
using Portal.Features.AuditTrail;
using Portal.Features.AuditTrail.Exports;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;
using Portal.Tests.Data.Auditing.Sealing;

namespace Portal.Tests.Features.AuditTrail.Exports;

[Trait("Norm", "164.312(b)")]
public sealed class ExportRunTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Exporting exports = new(portal);

    [Fact]
    public async Task Every_line_is_proven_by_its_block_up_to_a_checkpoint_of_the_signed_manifest()
    {
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        var (officer, query, entries) = (await exports.OfficerAsync(), new AuditQuery { Action = AuditAction.Read, From = portal.Clock.GetUtcNow() }, await SealedLog.AppendAsync(portal, 620, patients: 1));
        query = query with { To = portal.Clock.GetUtcNow().AddMilliseconds(1) };
        var files = await exports.FetchAsync(officer, await exports.WrittenAsync(officer, query));

        var lines = Exporting.Lines(files["entries.ndjson"]).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        lines.Select(line => line.GetProperty("id").GetGuid()).ShouldBe(entries.Reverse().Select(entry => entry.Id.Value));
        var manifest = ExportProof.Manifest(portal, files);
        (ExportProof.Number(manifest, "entries"), ExportProof.Number(manifest, "proven"), ExportProof.Number(manifest, "notSealed"), ExportProof.Number(manifest, "broken")).ShouldBe((620, 620, 0, 0));
        manifest.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("sha256").GetString())
            .ShouldBe([ExportProof.Sha(files["entries.ndjson"]), ExportProof.Sha(files["proofs.ndjson"])]);
        ExportProof.Proven(files, manifest).ShouldBe(620);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Norm", "164.312(c)")]
    public async Task The_leaf_of_each_kind_of_entry_follows_from_its_line_alone(bool isWithoutWhere)
    {
        var officer = await exports.OfficerAsync();
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        var from = portal.Clock.GetUtcNow();
        var entries = await EntriesOfAllKinds.AppendAsync(portal);
        var query = new AuditQuery { From = from, To = portal.Clock.GetUtcNow().AddMilliseconds(1) };

        var files = await exports.FetchAsync(officer, await exports.WrittenAsync(officer, query, isWithoutWhere: isWithoutWhere));

        ExportProof.Proven(files, ExportProof.Manifest(portal, files)).ShouldBe(entries.Length);
    }

    [Fact]
    public async Task What_no_checkpoint_covers_and_what_was_changed_is_written_and_told()
    {
        var officer = await exports.OfficerAsync();
        var from = portal.Clock.GetUtcNow();
        var entries = await SealedLog.AppendAsync(portal, 3);
        await exports.SealAsync();
        await portal.Database.AsSuperuserAsync("UPDATE audit.entries SET outcome = 2 WHERE id = $1", entries[1].Id.Value);
        var late = await SealedLog.AppendAsync(portal, 2);
        var id = await exports.AskAsync(officer, Account(late[0]) with { From = from });
        portal.Clock.Advance(ExportJob.Patience + TimeSpan.FromSeconds(1));
        await portal.Get<ExportJob>().WriteNextAsync(default);

        (await exports.ItemAsync(officer, id)).NotSealed.ShouldBe(2);
        var changed = await exports.AskAsync(officer, Account(entries[0]) with { From = from });
        portal.Clock.Advance(ExportJob.Patience + TimeSpan.FromSeconds(1));
        await portal.Get<ExportJob>().WriteNextAsync(default);
        var files = await exports.FetchAsync(officer, changed);
        Exporting.Lines(files["entries.ndjson"]).Count(line => line.Contains("\"altered\":true")).ShouldBe(1);
        ExportProof.Number(ExportProof.Manifest(portal, files), "broken").ShouldBe(3); // their block is not what was sealed
        var events = Exporting.Lines((await exports.FetchAsync(officer, await exports.WrittenAsync(officer, Account(entries[0]) with { From = from }, AuditExportFormat.FhirNdjson)))["audit-events.ndjson"]);
        var altered = events.Where(line => line.Contains("\"type\":\"altered\"")).ShouldHaveSingleItem();
        altered.ShouldNotContain("\"profile\"");
    }

    [Fact]
    [Trait("Norm", "164.312(c)(1)")]
    public async Task A_checkpoint_that_nobody_signed_takes_no_proof_away()
    {
        var officer = await exports.OfficerAsync();
        await exports.SealAsync();
        var newest = (await portal.Get<SetProver>().NewestAsync(default)).ShouldNotBeNull();
        await portal.Database.AsSuperuserAsync("INSERT INTO audit.checkpoints (epoch, size, root, at, key_id, signature) SELECT epoch, 4000000000 + n, root, at, key_id, root FROM audit.checkpoints, generate_series(1, 30) n WHERE epoch = $1 AND size = $2", newest.Checkpoint.Epoch, newest.Checkpoint.Size);

        (await portal.Get<SetProver>().NewestAsync(default))?.Checkpoint.Size.ShouldBe(newest.Checkpoint.Size);
        (await portal.Get<SetProver>().NewestAsync(default)).ShouldNotBeNull();
        await portal.Database.AsSuperuserAsync("DELETE FROM audit.checkpoints WHERE size > 4000000000");
    }

    [Fact]
    public async Task Where_from_is_not_told_by_what_was_searched_for_either()
    {
        var officer = await exports.OfficerAsync();
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        var query = new AuditQuery { Person = officer.Account, Address = "192.0.2.7" };

        var files = await exports.FetchAsync(officer, await exports.WrittenAsync(officer, query, isWithoutWhere: true));

        ExportProof.Number(ExportProof.Manifest(portal, files), "entries").ShouldBeGreaterThan(0);
        files.Values.ShouldAllBe(file => !file.Contains("192.0.2.7"));
        ExportProof.Manifest(portal, files).GetProperty("withheld").EnumerateArray().Select(one => one.GetString()).ShouldBe(["where", "filter"]);
        (await exports.FetchAsync(officer, await exports.WrittenAsync(officer, query)))["manifest.ndjson"].ShouldContain("192.0.2.7");
    }

    [Fact]
    public async Task Names_are_for_who_may_see_accounts_and_where_from_is_left_out_on_request_with_its_proof_kept()
    {
        var (officer, auditor) = (await exports.OfficerAsync(), await exports.OfficerAsync(Role.Auditor));
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        var query = new AuditQuery { Person = officer.Account };

        var (named, unnamed) = (await exports.FetchAsync(officer, await exports.WrittenAsync(officer, query)), await exports.FetchAsync(auditor, await exports.WrittenAsync(auditor, query, isWithoutWhere: true)));

        named["entries.ndjson"].ShouldContain("\"name\":\"Test Person\"");
        named["entries.ndjson"].ShouldContain("\"ip\":\"192.0.2.7\"");
        unnamed["entries.ndjson"].ShouldNotContain("Test Person");
        unnamed["entries.ndjson"].ShouldNotContain("192.0.2.7");
        unnamed["entries.ndjson"].ShouldContain("\"withheld\":{\"where\":");
        ExportProof.Proven(unnamed, ExportProof.Manifest(portal, unnamed)).ShouldBeGreaterThan(0);
    }

    [Fact]
    [Trait("Norm", "ASVS 1.2.10")]
    public async Task A_table_has_a_row_for_each_entry_and_no_cell_that_a_spreadsheet_would_run()
    {
        var officer = await exports.OfficerAsync();
        var actor = Actor.Person(AccountId.New(), Role.Nurse, SessionId.New(), new Origin(System.Net.IPAddress.Loopback, "=HYPERLINK(\"x\")"));
        var log = portal.Get<AuditLog>();
        await log.AppendAsync(log.NewEntry(actor, Purpose.Treatment, AuditAction.Read, AuditResource.Patient, DataCategories.Clinical, AuditOutcome.Allowed), default);
        portal.Clock.Advance(TimeSpan.FromSeconds(1));

        var files = await exports.FetchAsync(officer, await exports.WrittenAsync(officer, new() { Person = actor.Account }, AuditExportFormat.Csv));

        var rows = files["entries.csv"].Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        rows.Length.ShouldBe(2);
        rows[0].ShouldStartWith("\"id\",\"at\",\"role\"");
        rows[1].ShouldContain("\"'=HYPERLINK(\"\"x\"\")\"");
        ExportProof.Manifest(portal, files).GetProperty("proves").GetString().ShouldBe("existence");
        ExportProof.Proven(files, ExportProof.Manifest(portal, files)).ShouldBe(1);
    }

    [Theory]
    [InlineData(AuditExportFormat.FhirNdjson)]
    [InlineData(AuditExportFormat.FhirBundle)]
    public async Task FHIR_audit_events_have_the_parts_that_BALP_wants_and_one_event_for_each_patient(AuditExportFormat format)
    {
        var officer = await exports.OfficerAsync();
        var from = portal.Clock.GetUtcNow();
        var read = (await SealedLog.AppendAsync(portal, 1, patients: 3))[0];
        var files = await exports.FetchAsync(officer, await exports.WrittenAsync(officer, Account(read) with { From = from }, format));

        var events = format == AuditExportFormat.FhirNdjson
            ? Exporting.Lines(files["audit-events.ndjson"]).Select(line => JsonDocument.Parse(line).RootElement).ToList()
            : [.. JsonDocument.Parse(files["audit-events.json"]).RootElement.GetProperty("entry").EnumerateArray().Select(one => one.GetProperty("resource"))];
        events.Count.ShouldBe(3);
        ExportProof.Proven(files, ExportProof.Manifest(portal, files)).ShouldBe(1);
        events.Select(one => one.GetProperty("id").GetString()).Distinct().Count().ShouldBe(3);
        foreach (var one in events)
        {
            one.GetProperty("meta").GetProperty("profile")[0].GetString().ShouldBe("https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.PatientRead");
            (one.GetProperty("type").GetProperty("code").GetString(), one.GetProperty("subtype")[0].GetProperty("code").GetString(), one.GetProperty("action").GetString(), one.GetProperty("outcome").GetString())
                .ShouldBe(("rest", "read", "R", "0"));
            one.GetProperty("agent").EnumerateArray().Select(agent => agent.GetProperty("type").GetProperty("coding")[0].GetProperty("code").GetString()).ShouldBe(["110152", "110153", "IRCP"]);
            one.GetProperty("agent")[2].GetProperty("purposeOfUse")[0].GetProperty("coding")[0].GetProperty("code").GetString().ShouldBe("TREAT");
            one.GetProperty("entity").EnumerateArray().Select(entity => entity.GetProperty("type").GetProperty("code").GetString()).ShouldBe(["2", "1", "XrequestId"]);
            one.GetProperty("entity")[2].GetProperty("what").GetProperty("identifier").GetProperty("value").GetString().ShouldBe(read.Id.ToString());
            one.GetProperty("source").GetProperty("observer").GetProperty("identifier").GetProperty("value").GetString().ShouldNotBeNullOrEmpty();
        }

        events.Select(one => one.GetProperty("entity")[1].GetProperty("what").GetProperty("reference").GetString()).Order().ShouldBe(read.Patients.Select(patient => $"Patient/{patient}").Order());
    }

    [Fact]
    public async Task More_than_an_export_may_hold_fails_and_leaves_no_file()
    {
        var officer = await exports.OfficerAsync();
        await SealedLog.AppendAsync(portal, 3);
        await using var small = await SecondPortal.OpenAsync(portal, exchange: services => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(services, AuditExportSettings.Default with { MostEntries = 2 }));
        var id = await exports.AskAsync(officer, new());
        portal.Clock.Advance(ExportJob.Patience + TimeSpan.FromSeconds(1));
        await small.Get<ExportJob>().WriteNextAsync(default);

        var item = await exports.ItemAsync(officer, id);
        (item.State, item.Failure, item.Size).ShouldBe((AuditExportState.Failed, "too-many", 0));
        (await exports.EntriesAsync(id)).Select(entry => (entry.Reason, entry.Outcome)).ShouldContain(("export-failed", AuditOutcome.Failed));
        (await portal.Get<OpenAuditExport>().ForAsync(officer, id, default)).ShouldBeNull();
    }

    [Fact]
    public void What_the_database_says_about_a_full_disk_is_told_as_such() =>
        ExportJob.CodeOf(new InvalidOperationException("x", new Npgsql.PostgresException("full", "ERROR", "ERROR", "53100"))).ShouldBe("no-space");

    private static AuditQuery Account(AuditEntry entry) => new() { Person = entry.Account, Session = entry.Session };
}

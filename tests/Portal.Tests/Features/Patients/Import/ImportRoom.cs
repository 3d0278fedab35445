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

/// <summary>A folder of files to import, a portal to bring them into, and looks at what became of them.</summary>
internal sealed class ImportRoom(PortalFixture portal) : IDisposable
{
    public static readonly Actor Importer = Actor.System("import-fhir");

    public string Folder { get; } = Directory.CreateTempSubdirectory("portal-import").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public async Task<ImportReport> ImportAsync(AccountId? assignTo = null) =>
        await portal.Get<ImportFhir>().ForAsync(Importer, [Folder], assignTo, null, default);

    public Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(Folder, name), text);

    public static string Organization(string id, string name) => $$"""{"resourceType":"Organization","id":"{{id}}","name":"{{name}}"}""";

    public async Task<(TRow Row, List<SourceResource> Sources)> RowAsync<TRow>(string sourceName)
        where TRow : Portal.Data.Sealing.SealedRow
    {
        var key = new SourceKeys(portal.Get<Portal.Kernel.Crypto.KeyRing>().Index).Of(sourceName).ToByteArray();
        await using var db = portal.Open();
        var sources = await db.Set<SourceResource>().Where(row => row.SourceKey == key).OrderBy(row => row.Revision).ToListAsync();
        var id = sources[^1].RowId!.Value;
        return (await db.Set<TRow>().SingleAsync(row => row.Id == id), sources);
    }

    public async Task<Access> AccessAsync(PatientId patient)
    {
        await using var db = portal.Open();
        return await portal.Get<Gate>().OpenForImportAsync(db, Importer, [patient], [], default);
    }

    public static Task<bool> HasTokenAsync(PortalDbContext db, PatientId patient, byte[]? token) =>
        db.Set<NameToken>().AnyAsync(row => row.PatientId == patient && row.Token == token);

    public async Task<List<Portal.Kernel.Audit.AuditEntry>> EntriesAsync()
    {
        var entries = new List<Portal.Kernel.Audit.AuditEntry>();
        await foreach (var signed in portal.Get<PortalDatabase>().Audit.ReadAllAsync(default))
        {
            entries.Add(signed.Entry);
        }

        return entries;
    }

    public async Task<string> SnapshotAsync()
    {
        await using var db = portal.Open();
        return $"{await db.Set<Patient>().CountAsync()} {await db.Set<PatientListRow>().CountAsync()} {await db.Set<NameToken>().CountAsync()} {await db.Set<Observation>().CountAsync()} {await db.Set<SourceResource>().CountAsync()} {await db.Set<DirectoryResource>().CountAsync()}";
    }
}

using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity;
using Portal.Features.Patients.Import;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data.Embedded;
using Portal.Tests.Features.Patients.Import;
using Xunit.Abstractions;

namespace Portal.Tests.Data.Crash;

/// <summary>The volume of the data fills up in the middle of imports and edits: nothing is half there, and space is all that is needed to go on.</summary>
[Trait("Norm", "164.308(a)(7)")]
public sealed class DiskFullTests(ITestOutputHelper output)
{
    private const int Observations = 400;

    [VolumeFact]
    public async Task Given_a_full_disk_Then_imports_and_edits_stop_whole_and_go_on_once_there_is_space()
    {
        using var volume = new SmallVolume(TestCluster.NewFolderPath(), 512L << 20);
        var bundles = Directory.CreateTempSubdirectory("portal-bundles-");
        var folder = DataFolder.Open(volume.Path);
        var said = new List<string>();
        try
        {
            var scene = await CrashScene.SetAsync(folder);
            await using var portal = await OwnPortal.EnterAsync(folder, said.Add);
            var editor = new CrashEditor(portal, scene.Patient, Actor.Person(scene.Clinician, Role.Clinician, SessionId.New(), Origin.Local));
            await editor.ActAsync();
            volume.FillExcept(24L << 20);

            var (imported, edits) = await FillAsync(portal, editor, bundles.FullName);
            output.WriteLine($"{imported} bundles and {edits} edits; {string.Join(" | ", said)}");
            volume.MakeSpace();
            await BackAsync(portal);

            await WholeAsync(portal, scene, imported);
            var rest = await portal.Get<ImportFhir>().ForAsync(Actor.System("test"), [bundles.FullName], null, null, default);
            rest.FailedFiles.ShouldBeEmpty();
            (await editor.ActAsync()).Version.ShouldBeGreaterThan(0);
            await WholeAsync(portal, scene, rest.Patients);
        }
        finally
        {
            bundles.Delete(recursive: true);
            RemoveSocket(folder);
        }
    }

    // Until both have failed: an import because the disk is full, and an edit after it.
    private static async Task<(int Imported, int Edits)> FillAsync(OwnPortal portal, CrashEditor editor, string bundles)
    {
        var (imported, edits, failures, told) = (0, 0, 0, new List<Exception>());
        for (var number = 0; number < 400 && failures < 12; number++)
        {
            var path = Path.Combine(bundles, $"{number:000}.json");
            await File.WriteAllTextAsync(path, BundleOf(number));
            imported += await DoneAsync(() => portal.Get<ImportFhir>().ForAsync(Actor.System("test"), [path], null, null, default), told) ? 1 : 0;
            var edited = await DoneAsync(editor.ActAsync, told);
            edits += edited ? 1 : 0;
            failures += edited ? 0 : 1;
        }

        failures.ShouldBe(12, "the disk did not fill up");
        // What the screens and the import's report go by: the disk is full, or the server gave up because of it. Never anything that looks like a fault of the data.
        told.ShouldNotBeEmpty();
        told.Where(one => !IsOutage(one)).Select(one => one.GetType().Name).ShouldBeEmpty();
        told.ShouldContain(one => StateOf(one) == "53100", $"nobody was told of the disk: {string.Join(", ", told.Select(one => StateOf(one) ?? one.GetType().Name).Distinct())}");
        return (imported, edits);
    }

    private static bool IsOutage(Exception told) => told is AuditUnavailableException || ImportOutage.Is(told);

    private static string? StateOf(Exception? told) => told is null ? null : (told as System.Data.Common.DbException)?.SqlState ?? StateOf(told.InnerException);

    private static async Task<bool> DoneAsync(Func<Task> work, List<Exception> told)
    {
        try
        {
            await work();
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            told.Add(e);
            return false;
        }
    }

    // Nobody helps: where the server gave up, the portal itself starts it.
    private static async Task BackAsync(OwnPortal portal)
    {
        for (var tries = 0; !await portal.Get<CheckReady>().IsReadyAsync(Actor.Anonymous, default); tries++)
        {
            tries.ShouldBeLessThan(300, "the portal does not come back");
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    private static async Task WholeAsync(OwnPortal portal, CrashScene scene, int imported)
    {
        // A commit whose answer was lost may stand though its import was reported as failed.
        var patients = await portal.CountAsync("pii.patients") - 1;
        patients.ShouldBeGreaterThanOrEqualTo(imported);
        (await portal.CountAsync("clinical.observations")).ShouldBe(patients * Observations);
        (await portal.CountAsync("source.resources")).ShouldBe(patients * (Observations + 1));
        (await portal.CountAsync("roster.patients")).ShouldBe(patients + 1);
        var found = await CrashFindings.OfAsync(portal, scene, new CrashLines([]));
        found.Broken.ShouldBe(0, $"{found}");
    }

    private static string BundleOf(int number) => Fhir.Bundle(
        [Fhir.Patient($"full-{number}", family: $"Voll{number}"), .. Enumerable.Range(0, Observations).Select(at => Fhir.Observation($"full-{number}-{at}", $"full-{number}", at))]);

    private static void RemoveSocket(DataFolder folder)
    {
        if (InstanceFile.Load(folder).SocketDirectory is { } socket && Directory.Exists(socket))
        {
            Directory.Delete(socket, recursive: true);
        }
    }
}

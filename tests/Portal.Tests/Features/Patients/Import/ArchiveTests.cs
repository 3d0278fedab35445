using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Portal.Features.Patients.Import;
using Portal.Features.Patients.Import.Reading;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Patients.Import;

public sealed class ArchiveTests(PortalFixture portal) : IClassFixture<PortalFixture>, IDisposable
{
    private static readonly Actor Importer = Actor.System("import-fhir");

    private readonly string folder = Directory.CreateTempSubdirectory("portal-import").FullName;
    private readonly string id = Guid.NewGuid().ToString();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Bundles_and_lines_in_an_archive_are_imported_as_if_they_lay_beside_it()
    {
        await ZipAsync("export.zip",
            ("late/Observation.ndjson", Fhir.Observation($"{id}-1", id)), ("Patient.ndjson", Fhir.Patient(id)), ("a.json", Fhir.Bundle(Fhir.Observation($"{id}-2", id))), ("empty/", ""));

        var report = await ImportAsync();

        (report.Files, report.Resources, report.Patients).ShouldBe((3, 3, 1));
        report.FailedFiles.ShouldBeEmpty();
        (await ImportAsync()).Unchanged.ShouldBe(3);
    }

    [Fact]
    public async Task What_an_archive_should_not_hold_is_told_by_name_and_the_rest_is_imported()
    {
        await ZipAsync("export.zip",
            ("../../etc/a.json", "{}"), ("/root.json", "{}"), ("C:\\a.json", "{}"), ("inner.zip", "PK"), ("inner.json.gz", "x"), ("run.sh", "x"), ("bad.json", "{"), ("good.json", Fhir.Patient(id)));

        var report = await ImportAsync();

        report.Resources.ShouldBe(1);
        report.FailedFiles.ToDictionary(failed => failed.File[(folder.Length + "/export.zip/".Length)..], failed => failed.Reason).ShouldBe(
            new Dictionary<string, string>
            {
                ["../../etc/a.json"] = "has a name that leads out of its archive",
                ["/root.json"] = "has a name that leads out of its archive",
                ["C:\\a.json"] = "has a name that leads out of its archive",
                ["inner.zip"] = "is an archive inside an archive; unpack it first",
                ["inner.json.gz"] = "is an archive inside an archive; unpack it first",
                ["run.sh"] = "is neither .json nor .ndjson, so it was left out",
                ["bad.json"] = "ends in the middle",
            },
            ignoreOrder: true);
        Directory.GetFileSystemEntries(folder).ShouldHaveSingleItem();
    }

    // Blanks pack to a thousandth, which is what makes a bomb; the second one lies about its size.
    [Fact]
    public async Task A_bomb_is_refused_before_it_is_unpacked()
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await BombAsync("bomb.zip", 40 << 20);
        var path = await BombAsync("liar.zip", 40 << 20);
        var bytes = await File.ReadAllBytesAsync(path);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(bytes.AsSpan().LastIndexOf("PK\x01\x02"u8) + 24), 1000);
        await File.WriteAllBytesAsync(path, bytes);

        var report = await ImportAsync();

        report.FailedFiles.Select(failed => (Path.GetFileName(Path.GetDirectoryName(failed.File)), failed.Reason)).OrderBy(one => one.Item1, StringComparer.Ordinal).ShouldBe(
        [
            ("bomb.zip", $"is packed more than {ImportLimits.Ratio} times smaller than it is, as no record is; unpack it and look into it"),
            ("liar.zip", "ends in the middle"),
        ]);
        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(60 << 20, "the bombs were unpacked");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_damaged_archive_is_told(int way)
    {
        var path = await ZipAsync("export.zip", ("a.json", Fhir.Patient(id) + new string(' ', 4000)));
        var bytes = await File.ReadAllBytesAsync(path);
        switch (way)
        {
            case 0:
                bytes = bytes[..(bytes.Length / 2)];
                break;
            case 1:
                bytes.AsSpan(40, 60).Fill(0xAA);
                break;
            case 2:
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(bytes.Length - 12), 6000);
                break;
            default:
                bytes[bytes.AsSpan().LastIndexOf("PK\x01\x02"u8) + 10] = 99; // packed by AES, which is not offered
                break;
        }

        await File.WriteAllBytesAsync(path, bytes);

        var report = await ImportAsync();

        report.Resources.ShouldBe(0);
        report.FailedFiles.ShouldHaveSingleItem().Reason.ShouldMatch("damaged|not valid|files; split it|UTF-8");
    }

    [Fact]
    public async Task An_archive_of_too_many_files_is_refused_as_a_whole()
    {
        await ZipAsync("export.zip", [.. Enumerable.Range(0, ImportLimits.ArchiveEntries + 1).Select(number => ($"{number}.json", "{}"))]);

        (await ImportAsync()).FailedFiles.ShouldHaveSingleItem().Reason.ShouldBe($"holds more than {ImportLimits.ArchiveEntries} files; split it");
    }

    // The reader takes up every name before it looks at the count.
    [Fact]
    public async Task An_archive_that_forges_its_count_is_refused_before_its_names_are_read()
    {
        var path = await ZipAsync("forged.zip", [.. Enumerable.Range(0, 160).Select(number => ($"{number}{new string('n', 60_000)}.json", "{}"))]);
        var bytes = await File.ReadAllBytesAsync(path);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(bytes.Length - 12), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(bytes.Length - 14), 1);
        await File.WriteAllBytesAsync(path, bytes);

        (await ImportAsync()).FailedFiles.ShouldHaveSingleItem().Reason.ShouldBe($"holds more than {ImportLimits.ArchiveEntries} files; split it");
    }

    [Theory]
    [InlineData(18, 2)]
    [InlineData(12, 2)]
    [InlineData(6, 4)]
    public async Task An_archive_that_says_its_count_elsewhere_is_refused(int fromEnd, int length)
    {
        var path = await ZipAsync("wide.zip", ("a.json", Fhir.Patient(id)));
        var bytes = await File.ReadAllBytesAsync(path);
        bytes.AsSpan(bytes.Length - fromEnd, length).Fill(0xFF);
        await File.WriteAllBytesAsync(path, bytes);

        (await ImportAsync()).FailedFiles.ShouldHaveSingleItem().Reason.ShouldBe("is a zip archive in the wide form (zip64); split it into smaller ones");
    }

    private Task<ImportReport> ImportAsync() => portal.Get<ImportFhir>().ForAsync(Importer, [folder], null, null, default);

    private async Task<string> ZipAsync(string name, params (string Name, string Text)[] files)
    {
        var path = Path.Combine(folder, name);
        await using var archive = await ZipFile.OpenAsync(path, ZipArchiveMode.Create);
        foreach (var file in files)
        {
            await using var entry = await archive.CreateEntry(file.Name, CompressionLevel.Fastest).OpenAsync();
            await entry.WriteAsync(Encoding.UTF8.GetBytes(file.Text));
        }

        return path;
    }

    private async Task<string> BombAsync(string name, int size)
    {
        var path = Path.Combine(folder, name);
        var blanks = new byte[1 << 16];
        blanks.AsSpan().Fill((byte)' ');
        await using var archive = await ZipFile.OpenAsync(path, ZipArchiveMode.Create);
        await using var entry = await archive.CreateEntry("a.json", CompressionLevel.SmallestSize).OpenAsync();
        for (var written = 0; written < size; written += blanks.Length)
        {
            await entry.WriteAsync(blanks);
        }

        return path;
    }
}

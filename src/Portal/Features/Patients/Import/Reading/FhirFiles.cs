using System.IO.Enumeration;
using System.Text;

namespace Portal.Features.Patients.Import.Reading;

/// <summary>Finds the files that paths name, in the order in which they are best read.</summary>
internal static class FhirFiles
{
    private const int PeekBytes = 64 * 1024;

    private static readonly HashSet<string> Packed = new(StringComparer.OrdinalIgnoreCase) { ".zip", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".zst", ".7z", ".rar", ".br" };

    /// <summary>Files as named; folders with all below them, by name. Line files come after, those with what others refer to first.</summary>
    public static IReadOnlyList<FhirFile> Find(IEnumerable<string> paths) =>
        [.. paths.SelectMany(At)
            .Select(Path.GetFullPath)
            .Distinct(StringComparer.Ordinal)
            .SelectMany<string, FhirFile>(path => FhirArchive.IsOne(path) ? FhirArchive.Files(path) : [new FhirFile(path)])
            .OrderBy(RankOf)
            .ThenBy(file => file.Path, StringComparer.Ordinal)];

    private static IEnumerable<string> At(string path) => Directory.Exists(path) ? Below(path) : [path];

    // Links to folders are not followed: they can form a ring.
    private static FileSystemEnumerable<string> Below(string folder) =>
        new(folder, (ref FileSystemEntry entry) => entry.ToFullPath(), new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = 0 })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && (IsFhir(entry.FileName) || FhirArchive.IsOne(entry.FileName)),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        };

    /// <summary>Whether a file's name is one of those that are read.</summary>
    public static bool IsFhir(ReadOnlySpan<char> name) =>
        name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a file's name is that of something packed.</summary>
    public static bool IsPacked(string name) => Packed.Contains(Path.GetExtension(name));

    private static int RankOf(FhirFile file) => !file.HasLines ? 0 : FirstType(file) switch
    {
        "Organization" or "Practitioner" or "Location" or "Medication" => 1,
        "Patient" => 2,
        _ => 3,
    };

    // A wrong guess only costs a second look at the file, so a look at its first bytes is enough.
    private static string? FirstType(FhirFile source)
    {
        try
        {
            using var file = source.Open();
            var bytes = new byte[PeekBytes];
            var text = Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, PeekBytes, throwOnEndOfStream: false));
            var at = text.IndexOf("\"resourceType\"", StringComparison.Ordinal);
            return at < 0 ? null : text[at..].Split('"').ElementAtOrDefault(3);
        }
        catch (ImportFaultException)
        {
            return null;
        }
    }
}

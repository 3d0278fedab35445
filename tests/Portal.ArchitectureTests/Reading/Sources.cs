using Portal.TestKit;

namespace Portal.ArchitectureTests.Reading;

/// <summary>The clone's text files, for laws about what the compiler throws away.</summary>
internal static class Sources
{
    /// <summary>Files below a folder of the clone, without what builds leave behind.</summary>
    public static IEnumerable<SourceFile> Below(string folder, params string[] extensions) =>
        Directory.EnumerateFiles(Path.Combine(Clone.Root, folder), "*", SearchOption.AllDirectories)
            .Where(path => extensions.Contains(Path.GetExtension(path)))
            .Select(path => new SourceFile(Path.GetRelativePath(Clone.Root, path).Replace('\\', '/'), path))
            .Where(file => !file.Name.Contains("/obj/", StringComparison.Ordinal) && !file.Name.Contains("/bin/", StringComparison.Ordinal));
}

/// <summary>A text file of the clone.</summary>
/// <param name="Name">Its path from the root.</param>
/// <param name="Path">Its full path.</param>
internal sealed record SourceFile(string Name, string Path)
{
    public string Text => File.ReadAllText(Path);
}

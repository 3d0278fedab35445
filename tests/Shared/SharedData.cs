namespace Portal.TestKit;

/// <summary>The sample data that may lie beside the clone.</summary>
public static class SharedData
{
    /// <summary>The full path of <paramref name="relativePath"/> below <c>../shared/data</c>; it need not exist.</summary>
    public static string PathOf(string relativePath) =>
        Path.GetFullPath(Path.Combine(Clone.Root, "..", "shared", "data", relativePath));
}

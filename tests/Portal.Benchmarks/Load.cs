namespace Portal.Benchmarks;

/// <summary>How busy the machine is besides.</summary>
internal static class Load
{
    private const string File = "/proc/loadavg";

    /// <summary>The load average of the last minute; a dash where the system tells none.</summary>
    public static string Average => System.IO.File.Exists(File) ? System.IO.File.ReadAllText(File).Split(' ')[0] : "–";
}

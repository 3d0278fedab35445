using System.Diagnostics;

namespace Portal.E2E;

/// <summary>The embedded cluster's processes, stopped where they are until disposed: connections stay open and nothing answers.</summary>
internal sealed class FrozenDatabase : IDisposable
{
    private readonly List<string> processes;

    public FrozenDatabase(string data)
    {
        var file = Directory.GetFiles(data, "postmaster.pid", SearchOption.AllDirectories).Single();
        var postmaster = File.ReadLines(file).First().Trim();
        // First the one that would start others.
        Signal("STOP", [postmaster]);
        processes = [postmaster, .. ChildrenOf(postmaster)];
        Signal("STOP", processes);
    }

    public void Dispose() => Signal("CONT", processes);

    private static IEnumerable<string> ChildrenOf(string parent) =>
        from folder in Directory.GetDirectories("/proc")
        let id = Path.GetFileName(folder)
        where id.All(char.IsAsciiDigit) && ParentOf(id) == parent
        select id;

    private static string? ParentOf(string id)
    {
        try
        {
            // "pid (name) state parent …"; a name may hold blanks.
            return File.ReadAllText($"/proc/{id}/stat").Split(')')[^1].Split(' ')[2];
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void Signal(string name, IEnumerable<string> ids)
    {
        using var kill = Process.Start("kill", [$"-{name}", .. ids]);
        kill.WaitForExit();
    }
}

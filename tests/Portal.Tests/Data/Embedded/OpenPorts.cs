using System.Globalization;

namespace Portal.Tests.Data.Embedded;

/// <summary>Which TCP sockets a process and its descendants hold, from /proc.</summary>
internal static class OpenPorts
{
    /// <summary>Local addresses (as /proc shows them) of the TCP sockets held by this process or one that it started.</summary>
    public static IReadOnlyList<string> OfTree(int root)
    {
        var tcp = TcpSockets();
        return [.. Tree(root).SelectMany(Inodes).Where(tcp.ContainsKey).Select(inode => tcp[inode])];
    }

    public static IReadOnlyList<int> Tree(int root)
    {
        var parents = Directory.GetDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), out var pid) ? pid : 0)
            .Where(pid => pid > 0)
            .Select(pid => (pid, parent: ParentOf(pid)))
            .ToLookup(pair => pair.parent, pair => pair.pid);
        return Below(root, parents);
    }

    private static List<int> Below(int pid, ILookup<int, int> parents) =>
        [pid, .. parents[pid].SelectMany(child => Below(child, parents))];

    private static int ParentOf(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException) { return 0; }
    }

    private static Dictionary<string, string> TcpSockets() => new[] { "/proc/net/tcp", "/proc/net/tcp6" }
        .Where(File.Exists)
        .SelectMany(path => File.ReadLines(path).Skip(1))
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .GroupBy(part => part[9], part => part[1])
        .ToDictionary(group => $"socket:[{group.Key}]", group => group.First());

    private static IEnumerable<string> Inodes(int pid)
    {
        try
        {
            return [.. Directory.GetFiles($"/proc/{pid}/fd").Select(fd => new FileInfo(fd).LinkTarget).OfType<string>()];
        }
        catch (IOException) { return []; }
    }
}

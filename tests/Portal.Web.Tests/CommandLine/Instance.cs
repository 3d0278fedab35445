using Portal.Data.Postgres.Embedded;

namespace Portal.Web.Tests.CommandLine;

/// <summary>The folder of an instance for tests; disposing it removes it, and the cluster where that lies elsewhere.</summary>
internal sealed class Instance : IDisposable
{
    public string Root { get; } = Path.Combine(Path.GetTempPath(), $"portal-cli-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}");

    public string KeyFile => Path.Combine(Root, "keys", "kek.json");

    public string Facts => Path.Combine(Root, "instance.json");

    /// <summary>A folder beside it, which goes with it.</summary>
    public string Beside => Root + "-beside";

    /// <summary>The process id of the cluster, as PostgreSQL wrote it down; <c>null</c> while none runs.</summary>
    public int? ClusterProcess
    {
        get
        {
            var file = Path.Combine(Root, "pg", "data", "postmaster.pid");
            return File.Exists(file) ? int.Parse(File.ReadLines(file).First(), System.Globalization.CultureInfo.InvariantCulture) : null;
        }
    }

    public Task<Answer> RunAsync(params string[] words) => Binary.RunAsync([.. words, "--data", Root]);

    public Task<Answer> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] words) =>
        Binary.RunAsync(environment, [.. words, "--data", Root]);

    /// <summary>Removes the folder of the database's socket, for an instance whose own folder goes by itself.</summary>
    public void RemoveSocket()
    {
        if (InstanceFile.Load(DataFolder.Open(Root)).SocketDirectory is { } socket && Directory.Exists(socket))
        {
            Directory.Delete(socket, recursive: true);
        }
    }

    public void Dispose()
    {
        var facts = Directory.Exists(Root) ? InstanceFile.Load(DataFolder.Open(Root)) : new InstanceFile();
        foreach (var path in new[] { facts.SocketDirectory, facts.ClusterLocation, Root, Beside })
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
        }
    }
}

using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Portal.Data.Postgres.Embedded;

namespace Portal.Tests.Data.Embedded;

/// <summary>Clusters for tests, in folders under the temp folder.</summary>
internal static class TestCluster
{
    private const string Prefix = "portal-tests-";

    /// <summary>A password that is fixed for a role, as the product derives one from its key file.</summary>
    public static string PasswordFor(string role) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("test only " + role)));

    public static string NewFolderPath() =>
        Path.Combine(Path.GetTempPath(), $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..8]}");

    public static Task<EmbeddedCluster> EnterAsync(DataFolder folder) =>
        EmbeddedCluster.EnterAsync(folder, PasswordFor, _ => { });

    public static async Task<EmbeddedCluster> StartSharedAsync()
    {
        var cluster = await EnterAsync(DataFolder.Open(NewFolderPath()));
        await ForgetDurabilityAsync(cluster);
        RemoveAfterThisProcess(cluster);
        return cluster;
    }

    /// <summary>Deletes an instance's folder, and its cluster where that lies elsewhere.</summary>
    public static void Remove(DataFolder folder)
    {
        var instance = InstanceFile.Load(folder);
        foreach (var path in new[] { instance.SocketDirectory, instance.ClusterLocation, folder.Root })
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
    }

    /// <summary>
    /// The test runner kills its process when the tests are over, so no code in it can clean up for sure: a small shell
    /// outside waits for its end, stops the server and removes the folders.
    /// </summary>
    private static void RemoveAfterThisProcess(EmbeddedCluster cluster)
    {
        const string Wait = """
            exec </dev/null >/dev/null 2>&1
            lives() { kill -0 "$1" && ! grep -qs '^State:.Z' "/proc/$1/status"; }
            while lives "$1"; do sleep 0.3; done
            kill -INT "$2"
            while lives "$2"; do sleep 0.1; done
            shift 2; rm -rf -- "$@"
            """;
        var instance = InstanceFile.Load(cluster.Folder);
        string[] arguments =
            ["-f", "sh", "-c", Wait, "sh", $"{Environment.ProcessId}", $"{cluster.ProcessId}", instance.SocketDirectory!, instance.ClusterLocation!, cluster.Folder.Root];
        using var starter = Process.Start("setsid", arguments);
        starter.WaitForExit();
    }

    private static async Task ForgetDurabilityAsync(EmbeddedCluster cluster)
    {
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString(DatabaseRole.Superuser, "postgres"));
        foreach (var setting in new[] { "fsync", "synchronous_commit", "full_page_writes" })
            await source.CreateCommand($"ALTER SYSTEM SET {setting} = off").ExecuteNonQueryAsync();
        await source.CreateCommand("SELECT pg_reload_conf()").ExecuteNonQueryAsync();
    }
}

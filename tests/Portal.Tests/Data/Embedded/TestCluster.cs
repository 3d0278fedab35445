using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Portal.Data.Postgres.Embedded;

namespace Portal.Tests.Data.Embedded;

/// <summary>Clusters for tests, in folders under the temp folder that do not outlive the test process by more than one run.</summary>
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
        await RemoveLeftoversAsync();
        var cluster = await EnterAsync(DataFolder.Open(NewFolderPath()));
        await ForgetDurabilityAsync(cluster);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            cluster.DisposeAsync().AsTask().GetAwaiter().GetResult();
            Remove(cluster.Folder);
        };
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

    /// <summary>A test process that was killed leaves its cluster running; the next run ends it.</summary>
    private static async Task RemoveLeftoversAsync()
    {
        foreach (var path in Directory.GetDirectories(Path.GetTempPath(), Prefix + "*").Where(IsLeftover))
        {
            try
            {
                var folder = DataFolder.Open(path);
                if (Directory.Exists(folder.Pg))
                    await (await EnterAsync(folder)).DisposeAsync();
                Remove(folder);
            }
            catch (Exception e) when (e is IOException or PortalSetupException or NpgsqlException) { }
        }
    }

    private static bool IsLeftover(string path)
    {
        var number = Path.GetFileName(path)[Prefix.Length..].Split('-')[0];
        try { using var process = Process.GetProcessById(int.Parse(number, null)); return false; }
        catch (Exception e) when (e is ArgumentException or FormatException) { return true; }
    }

    private static async Task ForgetDurabilityAsync(EmbeddedCluster cluster)
    {
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString(DatabaseRole.Superuser, "postgres"));
        foreach (var setting in new[] { "fsync", "synchronous_commit", "full_page_writes" })
            await source.CreateCommand($"ALTER SYSTEM SET {setting} = off").ExecuteNonQueryAsync();
        await source.CreateCommand("SELECT pg_reload_conf()").ExecuteNonQueryAsync();
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Portal.Data;
using Portal.Data.Postgres;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel.Crypto;

namespace Portal.Benchmarks;

/// <summary>A portal over an embedded cluster of its own in the temp folder, durable as in use; removed at the end.</summary>
internal sealed class BenchInstance : IAsyncDisposable
{
    private readonly DataFolder folder;
    private readonly EmbeddedCluster cluster;
    private readonly PortalInstance instance;
    private readonly ServiceProvider services;
    private readonly Lazy<DbContextOptions<PostgresDbContext>> jobs;
    private readonly Lazy<DbContextOptions<PostgresDbContext>> owners;
    private readonly bool isKept;

    private BenchInstance(DataFolder folder, EmbeddedCluster cluster, PortalInstance instance, bool isKept)
    {
        (this.folder, this.cluster, this.instance, this.isKept) = (folder, cluster, instance, isKept);
        owners = new(() => PostgresOptions.For(cluster.ConnectionString(DatabaseRole.Owner)));
        jobs = new(() => PostgresOptions.For(
            new NpgsqlConnectionStringBuilder(cluster.ConnectionString(DatabaseRole.App)) { Options = "-c portal.job=bench" }.ConnectionString));
        services = new ServiceCollection().AddLogging().AddPortal(instance).BuildServiceProvider();
    }

    /// <summary>Starts it.</summary>
    /// <param name="kept">A folder that stays, and is used again when it is there; <c>null</c> for one that goes.</param>
    public static async Task<BenchInstance> StartAsync(string? kept = null)
    {
        var folder = DataFolder.Open(kept ?? Path.Combine(Path.GetTempPath(), $"portal-bench-{Environment.ProcessId}-{Guid.NewGuid():N}"[..36]));
        var file = Path.Combine(folder.Keys, "kek.json");
        var root = File.Exists(file) ? KeyFile.Read(file) : KeyFile.Create(file);
        var cluster = await EmbeddedCluster.EnterAsync(folder, root.PasswordOf, _ => { });
        var instance = await PostgresSetup.OpenAsync(cluster.ConnectionString, root, cluster: null, TimeProvider.System, CancellationToken.None);
        await instance.UseCheckpointKeyAsync(Path.Combine(folder.Keys, "kek.checkpoints.pem"), root, TimeProvider.System, CancellationToken.None);
        return new BenchInstance(folder, cluster, instance, kept is not null);
    }

    /// <summary>Its folder, for files beside it.</summary>
    public string Folder => folder.Root;

    public string ConnectionString(DatabaseRole role) => cluster.ConnectionString(role);

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>A context that reaches all patients' rows: row security is asked, and lets everything by.</summary>
    public PortalDbContext Open() => new PostgresDbContext(jobs.Value, Get<KeyRing>());

    /// <summary>A context past row security: the owner's policies are constant and cost nothing.</summary>
    public PortalDbContext OpenAsOwner() => new PostgresDbContext(owners.Value, Get<KeyRing>());

    /// <summary>Runs statements as the tables' owner: what a peer needs beside the portal's own tables.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var owner = NpgsqlDataSource.Create(ConnectionString(DatabaseRole.Owner));
#pragma warning disable CA2100 // the benchmark's own text
        await using var command = owner.CreateCommand("GRANT USAGE ON SCHEMA public TO portal_app;" + sql);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await instance.DisposeAsync();
        await cluster.DisposeAsync();
        if (isKept)
        {
            return;
        }

        var place = InstanceFile.Load(folder);
        foreach (var path in new[] { place.SocketDirectory, place.ClusterLocation, folder.Root }.Where(Directory.Exists))
        {
            Directory.Delete(path!, recursive: true);
        }
    }
}

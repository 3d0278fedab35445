using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Postgres;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Tests.Data.Crash;

/// <summary>A portal over an embedded cluster in a folder of its own, durable as in use; the key file lies in that folder, as in Development.</summary>
internal sealed class OwnPortal : IAsyncDisposable
{
    private readonly PortalInstance instance;
    private readonly ServiceProvider services;

    private OwnPortal(EmbeddedCluster cluster, PortalInstance instance, ServiceProvider services) =>
        (Cluster, this.instance, this.services) = (cluster, instance, services);

    public EmbeddedCluster Cluster { get; }

    /// <param name="folder">The instance's folder.</param>
    /// <param name="say">Takes what the cluster tells.</param>
    /// <param name="exchange">Adds services after the portal's own, or puts others in their place.</param>
    /// <param name="node">What the server shows of this one's connections.</param>
    public static async Task<OwnPortal> EnterAsync(
        DataFolder folder, Action<string>? say = null, Action<IServiceCollection>? exchange = null, string node = "")
    {
        var path = Path.Combine(folder.Keys, "kek.json");
        var root = File.Exists(path) ? KeyFile.Read(path) : KeyFile.Create(path);
        var cluster = await EmbeddedCluster.EnterAsync(folder, root.PasswordOf, say ?? (_ => { }));
        try
        {
            var instance = await PostgresSetup.OpenAsync(role => Named(cluster.ConnectionString(role), node), root, cluster: null, TimeProvider.System, default);
            await instance.UseCheckpointKeyAsync(Path.Combine(folder.Keys, "kek.checkpoints.pem"), root, TimeProvider.System, default);
            var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddPortal(instance);
            exchange?.Invoke(services);
            return new OwnPortal(cluster, instance, services.BuildServiceProvider());
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>A context that reaches all patients' rows; without a pool, in which a killed server's connections would wait.</summary>
    public PortalDbContext Open() => new PostgresDbContext(
        PostgresOptions.For(new NpgsqlConnectionStringBuilder(Cluster.ConnectionString(DatabaseRole.App)) { Options = "-c portal.job=test", Pooling = false }.ConnectionString), Get<KeyRing>());

    public async Task<object?> AskAsync(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(Cluster.ConnectionString(DatabaseRole.Superuser));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return await command.ExecuteScalarAsync();
    }

    public async Task<long> CountAsync(string sql, params object[] values) => (long)(await AskAsync($"SELECT count(*) FROM {sql}", values))!;

    public AuditEntry Entry(AuditAction action, params PatientId[] patients) =>
        Get<AuditLog>().NewEntry(Actor.System("test"), Purpose.System, action, AuditResource.Patient, DataCategories.Clinical, AuditOutcome.Allowed) with { Patients = patients };

    /// <summary>Writes rows of one patient in one transaction with their entry, through the Gate.</summary>
    public async Task WriteAsync(AuditEntry entry, bool fresh, Func<Access, IEnumerable<object>> rows)
    {
        var patient = entry.Patients.Single();
        await using var db = Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var access = await Get<Gate>().OpenForImportAsync(db, Actor.System("test"), fresh ? [] : [patient], fresh ? [patient] : [], default);
        await Get<AuditLog>().AppendAsync(db, entry, default);
        db.AddRange(rows(access));
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    // Only in a process of its own: leaving the cluster closes the pools of the strings that it gave out.
    private static string Named(string connection, string node) =>
        node.Length == 0 ? connection : new NpgsqlConnectionStringBuilder(connection) { ApplicationName = node }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await instance.DisposeAsync();
        await Cluster.DisposeAsync();
    }
}

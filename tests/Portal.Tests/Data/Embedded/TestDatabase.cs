using System.Collections.Concurrent;
using Npgsql;
using Portal.Data.Postgres.Embedded;

namespace Portal.Tests.Data.Embedded;

/// <summary>One database of the shared cluster. Disposing it drops it, whoever is still connected.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly SemaphoreSlim OneCopyAtATime = new(1);
    private readonly EmbeddedCluster _cluster;
    private readonly ConcurrentDictionary<string, bool> _used = new();

    private TestDatabase(EmbeddedCluster cluster, string name) => (_cluster, Name) = (cluster, name);

    /// <summary>The database's name in the cluster.</summary>
    public string Name { get; }

    /// <summary>The connection string of a role, with small pools so that many test classes fit into the cluster.</summary>
    public string ConnectionString(DatabaseRole role)
    {
        var text = new NpgsqlConnectionStringBuilder(_cluster.ConnectionString(role, Name)) { MaxPoolSize = 10 }.ConnectionString;
        _used[text] = true;
        return text;
    }

    /// <summary>The portal's own login as a job that reaches all patients' rows in all that it does: for tests that look at tables. The product says it once a transaction.</summary>
    public string JobConnectionString()
    {
        var app = new NpgsqlConnectionStringBuilder(ConnectionString(DatabaseRole.App));
        app.Options = $"{app.Options} -c portal.job=test".Trim();
        _used[app.ConnectionString] = true;
        return app.ConnectionString;
    }

    /// <summary>An open connection of a role.</summary>
    public async Task<NpgsqlConnection> OpenAsync(DatabaseRole role)
    {
        var connection = new NpgsqlConnection(ConnectionString(role));
        await connection.OpenAsync();
        return connection;
    }

    internal static async Task<TestDatabase> CreateAsync(EmbeddedCluster cluster, string template)
    {
        var database = new TestDatabase(cluster, $"test_{Guid.NewGuid():N}");
        await OneCopyAtATime.WaitAsync();
        try
        {
            await AdministerAsync(cluster, $"CREATE DATABASE {database.Name} OWNER portal_owner TEMPLATE {template}");
        }
        finally
        {
            OneCopyAtATime.Release();
        }
        await using var superuser = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(database.ConnectionString(DatabaseRole.Superuser)) { Pooling = false }.ConnectionString);
        await superuser.OpenAsync();
        await ClusterRoles.CloseAsync(superuser, CancellationToken.None);
        return database;
    }

    internal void ClosePools()
    {
        foreach (var text in _used.Keys)
        {
            using var connection = new NpgsqlConnection(text);
            NpgsqlConnection.ClearPool(connection);
        }
    }

    public async ValueTask DisposeAsync()
    {
        ClosePools();
        await AdministerAsync(_cluster, $"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
    }

    private static async Task AdministerAsync(EmbeddedCluster cluster, string sql)
    {
        await using var connection = new NpgsqlConnection(cluster.ConnectionString(DatabaseRole.Superuser, "postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

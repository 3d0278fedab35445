using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Postgres;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel.Crypto;
using Portal.SqlServer;
using Portal.Tests.Data.Embedded;

namespace Portal.Tests.Data.EveryDatabase;

/// <summary>An empty, migrated database of each kind for one test class, made when first asked for.</summary>
public sealed class MigratedDatabases : IAsyncLifetime
{
    private readonly ClusterFixture cluster = new();
    private readonly SemaphoreSlim once = new(1);
    private readonly string name = $"portal_test_{Guid.NewGuid():N}";
    private TestDatabase? postgres;
    private bool sqlServer;

    internal KeyRing Keys { get; } = new(
        new KeyEncryptionKey("test", System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)),
        Enum.GetValues<KeyUse>().ToDictionary(use => use, _ => DataKey.New()));

    public Task InitializeAsync() => cluster.InitializeAsync();

    /// <summary>A context with the portal's own rights on PostgreSQL, with the test login's on SQL Server.</summary>
    internal async Task<PortalDbContext> OpenAsync(DatabaseKind kind)
    {
        await once.WaitAsync();
        try
        {
            return kind == DatabaseKind.Postgres ? await OpenPostgresAsync() : await OpenSqlServerAsync();
        }
        finally
        {
            once.Release();
        }
    }

    public async Task DisposeAsync()
    {
        if (postgres is not null)
        {
            await postgres.DisposeAsync();
        }

        if (sqlServer)
        {
            await using var db = SqlServer();
            await db.Database.EnsureDeletedAsync();
        }
    }

    private async Task<PortalDbContext> OpenPostgresAsync()
    {
        postgres ??= await cluster.NewDatabaseAsync(
            "migrated", database => PostgresSetup.MigrateAsync(database.ConnectionString(DatabaseRole.Owner), CancellationToken.None));
        return new PostgresDbContext(PostgresOptions.For(postgres.JobConnectionString()), Keys);
    }

    private async Task<PortalDbContext> OpenSqlServerAsync()
    {
        if (!sqlServer)
        {
            await using var db = SqlServer();
            await db.Database.MigrateAsync();
            sqlServer = true;
        }

        return SqlServer();
    }

    private SqlServerDbContext SqlServer() => new(
        SqlServerOptions.For(new SqlConnectionStringBuilder(Environment.GetEnvironmentVariable(OnSqlServerAttribute.Variable)) { InitialCatalog = name }.ConnectionString),
        Keys);
}

using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Data.Postgres;

/// <summary>PostgreSQL: a connection pool for each database role.</summary>
internal sealed class PostgresDatabase : PortalDatabase
{
    private readonly Func<DatabaseRole, string> connectionString;
    // Lazy: of two callers that come first at the same time, one makes the pool; one that lost would never be closed.
    private readonly ConcurrentDictionary<DatabaseRole, Lazy<Pool>> pools = new();
    private readonly KeyRing? keys;

    public PostgresDatabase(Func<DatabaseRole, string> connectionString, KeyRing? keys)
    {
        this.connectionString = connectionString;
        this.keys = keys;
        Audit = new PostgresAuditStore(() => PoolOf(DatabaseRole.App).Source);
    }

    public override string Name => "PostgreSQL";

    public override IAuditStore Audit { get; }

    public override IBulkWriter Bulk { get; } = new PostgresBulkWriter();

    public override PortalDbContext Open(DatabaseRole role = DatabaseRole.App) => new PostgresDbContext(PoolOf(role).Options, keys);

    public override async ValueTask DisposeAsync()
    {
        foreach (var pool in pools.Values)
        {
            await pool.Value.Source.DisposeAsync();
        }
    }

    private Pool PoolOf(DatabaseRole role) => pools.GetOrAdd(role, static (key, text) => new Lazy<Pool>(() => Pool.Of(text(key))), connectionString).Value;

    private sealed record Pool(NpgsqlDataSource Source, DbContextOptions<PostgresDbContext> Options)
    {
        public static Pool Of(string connectionString)
        {
            var source = new NpgsqlDataSourceBuilder(connectionString).Build();
            return new Pool(source, PostgresOptions.For(source));
        }
    }
}

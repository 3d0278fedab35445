using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;
using Portal.Kernel.Crypto;

namespace Portal.Data.Postgres;

/// <summary>Lets <c>dotnet ef</c> build the model; it never connects.</summary>
internal sealed class PostgresDesignTime : IDesignTimeDbContextFactory<PostgresDbContext>
{
    public PostgresDbContext CreateDbContext(string[] args) => new(PostgresOptions.For("Host=design-time"));
}

/// <summary>The one place where a PostgreSQL context is configured.</summary>
internal static class PostgresOptions
{
    // EF's own 1,000 rows make texts and tables for the large object heap, and each write ends in a full collection: more round trips cost less.
    private const int RowsInBatch = 100;

    public static DbContextOptions<PostgresDbContext> For(string connectionString) =>
        new DbContextOptionsBuilder<PostgresDbContext>()
            .UseNpgsql(connectionString, Configure)
            .Options;

    // Without a connection: EF keeps a model, and whatever it compiled for queries, for each data source that options name, though the model is the same for every login.
    private static readonly DbContextOptions<PostgresDbContext> Any = new DbContextOptionsBuilder<PostgresDbContext>().UseNpgsql(Configure).Options;

    /// <summary>Opens a context on a connection of this pool, which goes back to it with the context. All pools share one model (decision 0087).</summary>
    public static PostgresDbContext Open(NpgsqlDataSource pool, KeyRing? keys = null)
    {
        var db = new PostgresDbContext(Any, keys);
        db.Database.SetDbConnection(pool.CreateConnection(), contextOwnsConnection: true);
        return db;
    }

    private static void Configure(Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.NpgsqlDbContextOptionsBuilder options) =>
        options.MigrationsHistoryTable("migrations", "public").MigrationsAssembly(typeof(PostgresDbContext).Assembly.GetName().Name).MaxBatchSize(RowsInBatch);
}

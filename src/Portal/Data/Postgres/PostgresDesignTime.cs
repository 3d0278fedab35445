using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

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

    public static DbContextOptions<PostgresDbContext> For(System.Data.Common.DbDataSource source) =>
        new DbContextOptionsBuilder<PostgresDbContext>()
            .UseNpgsql(source, Configure)
            .Options;

    private static void Configure(Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.NpgsqlDbContextOptionsBuilder options) =>
        options.MigrationsHistoryTable("migrations", "public").MigrationsAssembly(typeof(PostgresDbContext).Assembly.GetName().Name).MaxBatchSize(RowsInBatch);
}

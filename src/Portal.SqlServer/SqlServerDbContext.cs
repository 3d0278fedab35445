using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Portal.Data;
using Portal.Kernel.Crypto;

namespace Portal.SqlServer;

/// <summary>The model on SQL Server, with migrations of its own. Operation on SQL Server (append, bulk copy, rights) is not built yet.</summary>
internal sealed class SqlServerDbContext(DbContextOptions<SqlServerDbContext> options, KeyRing? keys = null) : PortalDbContext(options, keys);

/// <summary>Lets <c>dotnet ef</c> build the model; it never connects.</summary>
internal sealed class SqlServerDesignTime : IDesignTimeDbContextFactory<SqlServerDbContext>
{
    public SqlServerDbContext CreateDbContext(string[] args) => new(SqlServerOptions.For("Server=design-time"));
}

/// <summary>The one place where a SQL Server context is configured.</summary>
internal static class SqlServerOptions
{
    public static DbContextOptions<SqlServerDbContext> For(string connectionString) =>
        new DbContextOptionsBuilder<SqlServerDbContext>()
            .UseSqlServer(connectionString, options => options.MigrationsHistoryTable("migrations", "dbo").MigrationsAssembly(typeof(SqlServerDbContext).Assembly.GetName().Name))
            .Options;
}

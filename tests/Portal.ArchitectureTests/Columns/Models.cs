using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Data.Postgres;
using Portal.SqlServer;

namespace Portal.ArchitectureTests.Columns;

/// <summary>Both databases' contexts and models; nothing connects. Each caller gets a context of its own: test classes run side by side, and a context serves one at a time.</summary>
internal static class Models
{
    public static DbContext Postgres => new PostgresDesignTime().CreateDbContext([]);

    public static DbContext SqlServer => new SqlServerDesignTime().CreateDbContext([]);

    public static DbContext Of(string database) => database == nameof(Postgres) ? Postgres : SqlServer;

    /// <summary>The model with the annotations that only design time keeps.</summary>
    public static IModel ModelOf(DbContext context) => context.GetService<IDesignTimeModel>().Model;
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Data.Postgres;
using Portal.SqlServer;

namespace Portal.ArchitectureTests.Columns;

/// <summary>Both databases' contexts and models; nothing connects.</summary>
internal static class Models
{
    public static DbContext Postgres { get; } = new PostgresDesignTime().CreateDbContext([]);

    public static DbContext SqlServer { get; } = new SqlServerDesignTime().CreateDbContext([]);

    public static DbContext Of(string database) => database == nameof(Postgres) ? Postgres : SqlServer;

    /// <summary>The model with the annotations that only design time keeps.</summary>
    public static IModel ModelOf(DbContext context) => context.GetService<IDesignTimeModel>().Model;
}

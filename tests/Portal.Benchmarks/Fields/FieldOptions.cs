using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Data.Postgres.Embedded;

namespace Portal.Benchmarks.Fields;

/// <summary>Options of a context on the staff role's login; made once, as the portal does.</summary>
internal static class FieldOptions
{
    public static DbContextOptions<T> For<T>(BenchInstance instance)
        where T : DbContext =>
        new DbContextOptionsBuilder<T>().UseNpgsql(NpgsqlDataSource.Create(instance.ConnectionString(DatabaseRole.App))).Options;
}

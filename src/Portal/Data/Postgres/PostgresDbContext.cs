using Microsoft.EntityFrameworkCore;
using Portal.Data.Auditing;
using Portal.Kernel.Crypto;

namespace Portal.Data.Postgres;

/// <summary>The model on PostgreSQL, with migrations of its own.</summary>
internal sealed class PostgresDbContext(DbContextOptions<PostgresDbContext> options, KeyRing? keys = null) : PortalDbContext(options, keys)
{
    // The audit log's tables are partitioned and indexed by hand: AuditTables.sql and AuditLean.sql, which migrations run.
    private static readonly Type[] ByHand = [typeof(AuditRow), typeof(AuditContextRow), typeof(AuditSubjectRow)];

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        foreach (var entity in ByHand)
        {
            modelBuilder.Entity(entity).ToTable(table => table.ExcludeFromMigrations());
        }
    }
}

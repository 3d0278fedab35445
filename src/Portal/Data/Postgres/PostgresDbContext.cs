using Microsoft.EntityFrameworkCore;
using Portal.Kernel.Crypto;

namespace Portal.Data.Postgres;

/// <summary>The model on PostgreSQL, with migrations of its own.</summary>
internal sealed class PostgresDbContext(DbContextOptions<PostgresDbContext> options, KeyRing? keys = null) : PortalDbContext(options, keys);

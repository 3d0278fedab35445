using Microsoft.EntityFrameworkCore;
using Portal.Data.Keys;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel.Crypto;

namespace Portal.Data.Postgres;

/// <summary>Brings a PostgreSQL database to the newest version as its owner, gives the roles their rights, and loads the keys.</summary>
public static class PostgresSetup
{
    /// <summary>Migrates, sets rights, loads or makes the system's keys, and opens the database.</summary>
    /// <param name="connectionString">The connection string of a role.</param>
    /// <param name="root">The key-encryption key.</param>
    /// <param name="cluster">What the instance must dispose last, such as the embedded cluster; may be <c>null</c>.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="KeyFileException">The key does not belong to this database.</exception>
    public static async Task<PortalInstance> OpenAsync(
        Func<DatabaseRole, string> connectionString, KeyEncryptionKey root, IAsyncDisposable? cluster, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        await MigrateAsync(connectionString(DatabaseRole.Owner), cancel);
        await using var owner = new PostgresDbContext(PostgresOptions.For(connectionString(DatabaseRole.Owner)));
        var keys = await SystemKeys.LoadAsync(owner, root, clock, cancel);
        return new PortalInstance(new PostgresDatabase(connectionString, keys), keys, cluster);
    }

    /// <summary>Brings tables and rights to the newest version; makes the audit log's next months.</summary>
    internal static async Task MigrateAsync(string ownerConnection, CancellationToken cancel)
    {
        await using var owner = new PostgresDbContext(PostgresOptions.For(ownerConnection));
        if ((await owner.Database.GetPendingMigrationsAsync(cancel)).Any())
        {
            await owner.Database.MigrateAsync(cancel);
            await owner.Database.ExecuteSqlRawAsync(PostgresScripts.Read("Rights.sql"), cancel);
        }

        await owner.Database.ExecuteSqlRawAsync("SELECT audit.add_months(6)", cancel);
    }
}

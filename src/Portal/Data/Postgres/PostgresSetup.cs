using System.Reflection;
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
        await using var owner = new PostgresDbContext(PostgresOptions.For(connectionString(DatabaseRole.Owner)));
        await MigrateAsync(owner, cancel);
        var keys = await SystemKeys.LoadAsync(owner, root, clock, cancel);
        return new PortalInstance(new PostgresDatabase(connectionString, keys), keys, cluster);
    }

    private static async Task MigrateAsync(PostgresDbContext owner, CancellationToken cancel)
    {
        if (!(await owner.Database.GetPendingMigrationsAsync(cancel)).Any())
        {
            return;
        }

        await owner.Database.MigrateAsync(cancel);
        await owner.Database.ExecuteSqlRawAsync(Script("Rights.sql"), cancel);
    }

    private static string Script(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Portal.Data.Postgres.{name}")
            ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Data.Keys;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel.Crypto;

namespace Portal.Data.Postgres;

/// <summary>Brings a PostgreSQL database to the newest version as its owner, gives the roles their rights, and loads the keys.</summary>
public static class PostgresSetup
{
    // Run again whenever one of them, or the newest migration, changes.
    private static readonly string[] Standing = ["AuditMonths.sql", "AuditView.sql", "AuditProof.sql", "AuditRetire.sql", "SignInDecoys.sql", "Rights.sql"];

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

    /// <summary>Whether the database holds keys already, so that no new key file may be made over it.</summary>
    /// <param name="ownerConnection">The owner's connection string.</param>
    /// <param name="cancel">Stops the work.</param>
    public static async Task<bool> HasKeysAsync(string ownerConnection, CancellationToken cancel)
    {
        await using var owner = new PostgresDbContext(PostgresOptions.For(ownerConnection));
        return (await owner.Database.GetAppliedMigrationsAsync(cancel)).Any() && await owner.Set<SystemKey>().AnyAsync(cancel);
    }

    /// <summary>On a server of one's own: makes the roles that the rights are given to, as far as they are missing, and lets the portal's login act as staff.</summary>
    /// <param name="ownerConnection">The owner's connection string.</param>
    /// <param name="runtimeConnection">The portal's own connection string.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="PortalSetupException">The owner may not make roles and some are missing.</exception>
    public static async Task MakeRolesAsync(string ownerConnection, string runtimeConnection, CancellationToken cancel)
    {
        var login = new NpgsqlConnectionStringBuilder(runtimeConnection).Username;
        await using var owner = new PostgresDbContext(PostgresOptions.For(ownerConnection));
        try
        {
            // One session: the setting is gone once the connection goes back to its pool.
            await owner.Database.OpenConnectionAsync(cancel);
            await owner.Database.ExecuteSqlAsync($"SELECT set_config('portal.login', {login ?? ""}, false)", cancel);
            await owner.Database.ExecuteSqlRawAsync(PostgresScripts.Read("Roles.sql"), cancel);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new PortalSetupException(
                "The database owner may not make roles: let an administrator run src/Portal/Data/Postgres/Roles.sql once, or give the owner CREATEROLE.", e);
        }
    }

    /// <summary>Refuses a login that could do at run time what the portal's rights forbid: an owner, a superuser, one past row security or one that makes roles.</summary>
    /// <param name="runtimeConnection">The portal's own connection string.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="PortalSetupException">The login is too strong.</exception>
    public static async Task RequireWeakAsync(string runtimeConnection, CancellationToken cancel)
    {
        await using var runtime = new PostgresDbContext(PostgresOptions.For(runtimeConnection));
        var strong = await runtime.Database.SqlQueryRaw<bool>("""
            SELECT rolsuper OR rolbypassrls OR rolcreaterole OR pg_has_role(oid, 'portal_owner', 'MEMBER')
                OR pg_has_role(oid, (SELECT datdba FROM pg_database WHERE datname = current_database()), 'MEMBER')
                OR EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'audit' AND pg_has_role(r.oid, c.relowner, 'MEMBER')) AS "Value"
            FROM pg_roles r WHERE rolname = current_user
            """).SingleAsync(cancel);
        if (strong)
        {
            throw new PortalSetupException(
                "The login in ConnectionStrings__Portal owns the database or goes past its rules: give the portal a login of its own without rights, and name the owner in ConnectionStrings__PortalOwner.");
        }
    }

    /// <summary>Brings tables and rights to the newest version; makes the audit log's next months.</summary>
    internal static async Task MigrateAsync(string ownerConnection, CancellationToken cancel)
    {
        await using var owner = new PostgresDbContext(PostgresOptions.For(ownerConnection));
        owner.Database.SetCommandTimeout(TimeSpan.Zero); // an upgrade may copy all of a long audit log
        if ((await owner.Database.GetPendingMigrationsAsync(cancel)).Any())
        {
            await owner.Database.MigrateAsync(cancel);
        }

        await SetRightsAsync(owner, cancel);
        await owner.Database.ExecuteSqlRawAsync("SELECT audit.add_months(6)", cancel);
    }

    // The database itself says which rights it has, in the same transaction: a start that was killed after its migrations, or a changed
    // Rights.sql without one, is made good by the next start; all other starts take no locks.
    private static async Task SetRightsAsync(PostgresDbContext owner, CancellationToken cancel)
    {
        var rights = string.Join('\n', Standing.Select(PostgresScripts.Read));
        var newest = (await owner.Database.GetAppliedMigrationsAsync(cancel)).Last();
        var wanted = $"rights {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(rights)).AsSpan(0, 8))} of {newest}";
        var set = await owner.Database.SqlQueryRaw<string?>("SELECT obj_description('audit'::regnamespace, 'pg_namespace') AS \"Value\"").SingleAsync(cancel);
        if (set == wanted)
        {
            return;
        }

        await using var transaction = await owner.Database.BeginTransactionAsync(cancel);
        await owner.Database.ExecuteSqlRawAsync(rights, cancel);
#pragma warning disable EF1002 // a hash and a migration's name
        await owner.Database.ExecuteSqlRawAsync($"COMMENT ON SCHEMA audit IS '{wanted}'", cancel);
#pragma warning restore EF1002
        await transaction.CommitAsync(cancel);
    }
}

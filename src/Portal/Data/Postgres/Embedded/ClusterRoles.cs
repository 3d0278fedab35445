using Npgsql;

namespace Portal.Data.Postgres.Embedded;

/// <summary>
/// Sets up the login roles and who may enter a database. Every step can be done again. The rights on tables come with
/// the migrations.
/// </summary>
internal static class ClusterRoles
{
    /// <summary>Raised with each change here, so that existing instances get it at their next start.</summary>
    public const int Version = 1;

    // Names, passwords and limits travel as settings of the session: role statements take no parameters.
    private const string Hand = """
        SELECT set_config('setup.role', $1, false), set_config('setup.password', $2, false),
               set_config('setup.lock', $3, false), set_config('setup.statement', $4, false),
               set_config('setup.idle', $5, false)
        """;

    private const string MakeRole = """
        DO $$
        DECLARE r text := current_setting('setup.role');
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) THEN EXECUTE format('CREATE ROLE %I', r); END IF;
            EXECUTE format('ALTER ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD %L',
                           r, current_setting('setup.password'));
            EXECUTE format('ALTER ROLE %I SET lock_timeout = %L', r, current_setting('setup.lock'));
            EXECUTE format('ALTER ROLE %I SET statement_timeout = %L', r, current_setting('setup.statement'));
            EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = %L', r, current_setting('setup.idle'));
        END $$
        """;

    private const string CloseSystemDatabases = """
        REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC;
        ALTER ROLE portal_auditor SET default_transaction_read_only = on;
        """;

    private const string CloseDatabase = """
        DO $$
        DECLARE d text := current_database();
        BEGIN
            EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', d);
            EXECUTE format('GRANT CONNECT ON DATABASE %I TO portal_app, portal_patient, portal_maintenance, portal_sealer, portal_backup, portal_auditor', d);
            ALTER SCHEMA public OWNER TO portal_owner;
            REVOKE CREATE ON SCHEMA public FROM PUBLIC;
        END $$
        """;

    private const string ChangePassword = """
        DO $$ BEGIN
            EXECUTE format('ALTER ROLE %I PASSWORD %L', current_setting('setup.role'), current_setting('setup.password'));
        END $$
        """;

    // Once each: a start changes nothing that is as it should be.
    private const string ReadsNotLogged = """
        DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole
                           WHERE s.setdatabase = 0 AND r.rolname = current_setting('setup.role') AND 'pgaudit.log=none' = ANY (s.setconfig)) THEN
                EXECUTE format('ALTER ROLE %I SET pgaudit.log = %L', current_setting('setup.role'), 'none');
            END IF;
        END $$
        """;

    /// <summary>Where the server has pgaudit: leaves out the logins whose reads the portal writes down itself.</summary>
    public static async Task LeaveOutRecordedAsync(NpgsqlConnection superuser, Func<string, string> passwordFor, CancellationToken cancel)
    {
        foreach (var role in DatabaseRoles.Recorded)
        {
            await HandAsync(superuser, role, passwordFor, cancel);
            await RunAsync(superuser, ReadsNotLogged, cancel);
        }
    }

    /// <summary>All roles but the superuser; on a connection of the superuser to the database <c>postgres</c>.</summary>
    public static async Task SetUpAsync(NpgsqlConnection superuser, Func<string, string> passwordFor, CancellationToken cancel)
    {
        foreach (var role in DatabaseRoles.All.Where(role => role != DatabaseRole.Superuser))
        {
            await HandAsync(superuser, role, passwordFor, cancel);
            await RunAsync(superuser, MakeRole, cancel);
        }
        await RunAsync(superuser, CloseSystemDatabases, cancel);
    }

    /// <summary>The database <c>portal</c>, owned by the owner role; nothing happens when it exists.</summary>
    public static async Task MakeDatabaseAsync(NpgsqlConnection superuser, CancellationToken cancel)
    {
        await using var find = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = 'portal'", superuser);
        if (await find.ExecuteScalarAsync(cancel) is null)
            await RunAsync(superuser, "CREATE DATABASE portal OWNER portal_owner TEMPLATE template0", cancel);
    }

    /// <summary>Lets in the portal's roles alone; on a connection of the superuser to the database meant.</summary>
    public static Task CloseAsync(NpgsqlConnection superuser, CancellationToken cancel) => RunAsync(superuser, CloseDatabase, cancel);

    /// <summary>Gives all roles new passwords, or none of them.</summary>
    public static async Task ChangePasswordsAsync(NpgsqlConnection superuser, Func<string, string> passwordFor, CancellationToken cancel)
    {
        await using var all = await superuser.BeginTransactionAsync(cancel);
        foreach (var role in DatabaseRoles.All)
        {
            await HandAsync(superuser, role, passwordFor, cancel);
            await RunAsync(superuser, ChangePassword, cancel);
        }
        await all.CommitAsync(cancel);
    }

    private static async Task HandAsync(
        NpgsqlConnection superuser, DatabaseRole role, Func<string, string> passwordFor, CancellationToken cancel)
    {
        var (wait, statement, idle) = role.Limits();
        await using var hand = new NpgsqlCommand(Hand, superuser);
        foreach (var value in new[] { role.LoginName(), passwordFor(role.LoginName()), $"{wait}s", $"{statement}s", $"{idle}s" })
            hand.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        await hand.ExecuteNonQueryAsync(cancel);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
#pragma warning disable CA2100 // only the constants of this file
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancel);
    }
}

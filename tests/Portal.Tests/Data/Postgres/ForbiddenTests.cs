using Npgsql;
using Portal.Data.Postgres.Embedded;
using Portal.Tests.Data.Embedded;

namespace Portal.Tests.Data.Postgres;

/// <summary>Every login of run time tries every thing that none of them may do. What each may do is the table in <see cref="RightsTests"/>.</summary>
[Trait("Norm", "164.312(a)(1)")]
public sealed class ForbiddenTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private static readonly string[] Definitions =
    [
        "ALTER TABLE pii.patients ADD COLUMN mine int", "ALTER TABLE pii.patients DISABLE ROW LEVEL SECURITY", "ALTER TABLE pii.patients NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE audit.entries DISABLE TRIGGER ALL", "ALTER TABLE audit.entries_default DISABLE TRIGGER append_only", "ALTER TABLE audit.entries DETACH PARTITION audit.entries_default",
        "ALTER TABLE clinical.observations OWNER TO CURRENT_USER", "ALTER FUNCTION audit.refuse() OWNER TO CURRENT_USER", "ALTER SCHEMA clinical RENAME TO mine",
        "DROP TRIGGER append_only ON audit.entries_default", "DROP POLICY staff ON pii.patients", "DROP TABLE clinical.observations", "DROP SCHEMA clinical CASCADE",
        "DROP FUNCTION audit.keep_months(timestamptz, integer)", "CREATE POLICY mine ON pii.patients USING (true)", "CREATE INDEX ON pii.patients (version)",
        "CREATE TRIGGER mine AFTER INSERT ON audit.entries EXECUTE FUNCTION audit.refuse()", "CREATE RULE mine AS ON INSERT TO audit.entries DO INSTEAD NOTHING",
        "CREATE OR REPLACE FUNCTION audit.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'", "CREATE VIEW public.mine AS SELECT 1", "CREATE SCHEMA mine",
        "CREATE TEMPORARY TABLE mine (id int)", "CREATE EXTENSION pgcrypto SCHEMA audit", "CREATE EXTENSION file_fdw SCHEMA audit", "CREATE LANGUAGE mine HANDLER plpgsql_call_handler", "CREATE PUBLICATION mine FOR ALL TABLES",
        "CREATE FOREIGN DATA WRAPPER mine", "CREATE TABLESPACE mine LOCATION '/tmp'", "CREATE DATABASE mine", "COMMENT ON SCHEMA audit IS 'mine'",
        "SELECT audit.add_partition('entries', 'mine', 'DEFAULT')", "SELECT audit.add_months(1)",
    ];

    private static readonly string[] Rows =
    [
        "UPDATE audit.entries SET reason = 'mine'", "DELETE FROM audit.entries", "TRUNCATE audit.entries", "UPDATE audit.entries_default SET reason = 'mine'",
        "DELETE FROM audit.entries_default", "TRUNCATE audit.entries_default", "INSERT INTO audit.entries_default SELECT * FROM audit.entries_default",
        "UPDATE audit.subjects SET patient = gen_random_uuid()", "DELETE FROM audit.subjects", "TRUNCATE audit.subjects",
        "UPDATE audit.contexts SET account = NULL", "DELETE FROM audit.contexts", "TRUNCATE audit.contexts", "CREATE OR REPLACE VIEW audit.log AS SELECT 1", "DROP VIEW audit.log",
        "SELECT * FROM keys.system_keys", "INSERT INTO keys.system_keys SELECT * FROM keys.system_keys", "UPDATE keys.system_keys SET wrapped = ''", "DELETE FROM keys.system_keys",
        "UPDATE keys.patient_keys SET wrapped = ''", "DELETE FROM keys.patient_keys", "TRUNCATE keys.patient_keys", "TRUNCATE pii.patients", "TRUNCATE identity.accounts CASCADE",
        "SET row_security = off; SELECT * FROM pii.patients", "SET session_replication_role = replica",
    ];

    private static readonly string[] Powers =
    [
        "SET ROLE portal_owner", "SET ROLE portal_superuser", "SET SESSION AUTHORIZATION portal_owner", "ALTER ROLE CURRENT_USER SUPERUSER", "ALTER ROLE CURRENT_USER BYPASSRLS",
        "ALTER ROLE CURRENT_USER CREATEROLE", "ALTER ROLE portal_owner PASSWORD 'mine'", "GRANT portal_owner TO CURRENT_USER", "GRANT pg_read_server_files TO CURRENT_USER",
        "GRANT pg_execute_server_program TO CURRENT_USER", "CREATE ROLE mine", "DROP ROLE portal_auditor", "SELECT * FROM pg_authid", "SELECT * FROM pg_shadow", "SELECT * FROM pg_statistic",
        "SELECT * FROM pg_hba_file_rules", "SELECT * FROM pg_file_settings", "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()", "SELECT pg_rotate_logfile()", "LOAD 'auto_explain'",
        "COPY (SELECT 1) TO PROGRAM 'cat'", "COPY (SELECT 1) TO '/tmp/mine'", "SELECT pg_read_file('/etc/passwd')", "SELECT pg_read_binary_file('/etc/passwd')",
        "SELECT pg_ls_dir('/')", "SELECT pg_stat_file('/etc/passwd')", "SELECT pg_ls_logdir()", "SELECT lo_import('/etc/passwd')", "SELECT lo_export(1, '/tmp/mine')",
        "SELECT pg_switch_wal()", "SELECT pg_create_restore_point('mine')", "SELECT pg_logical_slot_get_changes('mine', NULL, NULL)", "SELECT pg_promote()",
    ];

    public static TheoryData<DatabaseRole> AtRunTime => [.. DatabaseRoles.Runtime];

    [Theory, MemberData(nameof(AtRunTime))]
    public Task No_role_defines_anything(DatabaseRole role) => AllDeniedAsync(role, Definitions);

    [Theory, MemberData(nameof(AtRunTime))]
    public Task No_role_touches_the_log_the_keys_or_the_row_security(DatabaseRole role) => AllDeniedAsync(role, Rows);

    [Theory, MemberData(nameof(AtRunTime))]
    public Task No_role_reaches_another_role_the_server_or_its_files(DatabaseRole role) =>
        AllDeniedAsync(role, Powers.Concat(DatabaseRoles.Runtime.Where(other => other != role).Select(other => $"SET ROLE {other.LoginName()}")));

    [Theory]
    [InlineData(DatabaseRole.Patient)]
    [InlineData(DatabaseRole.Sealer)]
    [InlineData(DatabaseRole.Backup)]
    [InlineData(DatabaseRole.Auditor)]
    public Task Only_the_job_that_keeps_the_months_calls_their_function(DatabaseRole role) => portal.Database.DeniedAsync(role, "SELECT audit.keep_months(now(), 1)");

    [Fact]
    public async Task Functions_columns_and_defaults_give_no_rights_beside_those_on_tables()
    {
        (await AskAsync("""
            SELECT string_agg(r.rolname || ' ' || p.proname, ', ' ORDER BY r.rolname, p.proname) FROM pg_roles r, pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE r.rolname LIKE 'portal\_%' AND r.rolname NOT IN ('portal_superuser', 'portal_owner') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND has_function_privilege(r.oid, p.oid, 'EXECUTE')
            """)).ShouldBe("portal_app keep_months, portal_maintenance keep_months, portal_maintenance old_months, portal_maintenance retire_month");
        (await AskAsync("SELECT count(*) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE a.attacl IS NOT NULL AND n.nspname NOT IN ('pg_catalog', 'information_schema')")).ShouldBe(0L);
        (await AskAsync("SELECT count(*) FROM pg_default_acl")).ShouldBe(0L);
        (await AskAsync("SELECT count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')")).ShouldBe(3L);
        (await AskAsync("SELECT count(*) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE r.rolname LIKE 'portal\\_%' AND r.rolname <> 'portal_superuser'")).ShouldBe(0L);
    }

    [Fact]
    public async Task The_owner_itself_must_take_a_trigger_away_before_it_can_change_the_log()
    {
        await SamplePatients.AddAsync(portal, null);
        foreach (var sql in new[] { "UPDATE audit.entries SET reason = 'mine'", "DELETE FROM audit.subjects", "UPDATE audit.contexts SET account = NULL", "TRUNCATE audit.entries" })
        {
            (await Should.ThrowAsync<PostgresException>(() => portal.Database.RunAsync(DatabaseRole.Owner, sql), sql)).MessageText.ShouldContain("append-only");
        }
    }

    private async Task AllDeniedAsync(DatabaseRole role, IEnumerable<string> statements)
    {
        await using var connection = await portal.Database.OpenAsync(role);
        var notDenied = new List<string>();
        foreach (var sql in statements)
        {
            if (await AnswerAsync(connection, sql) is not (PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ReadOnlySqlTransaction) and var answer)
            {
                notDenied.Add($"{sql}: {answer}");
            }

            await Attack.RunAsync(connection, "RESET ALL");
        }

        notDenied.ShouldBeEmpty();
    }

    private static async Task<string> AnswerAsync(NpgsqlConnection connection, string sql)
    {
        try
        {
            return $"done: {await Attack.RunAsync(connection, sql)}";
        }
        catch (PostgresException e)
        {
            return e.SqlState;
        }
    }

    private Task<object?> AskAsync(string sql) => portal.Database.RunAsync(DatabaseRole.Superuser, sql);
}

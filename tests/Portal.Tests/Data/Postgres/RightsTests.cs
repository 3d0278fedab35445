using Npgsql;
using Portal.Data;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Tests.Data.Postgres;

/// <summary>Each database role tries what it must not do, and row security keeps patients apart.</summary>
[Trait("Norm", "164.312(a)(1)")]
public sealed class RightsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private static readonly string[] Schemas = ["identity", "pii", "roster", "clinical", "billing", "source", "care", "keys", "audit", "notices", "review", "files", "trail", "staff", "policies"];

    // Schema by schema: s select, i insert, u update, d delete, in at least one of its tables; nothing else may be there.
    private const string Approved = """
        portal_app         identity siud, pii siud, roster siud, clinical siud, billing siud, source si, care siud, keys si, audit si, notices siud, review siud, files siud, trail siud, staff siud, policies siud
        portal_patient     pii s, clinical s, billing s, care s, keys s, audit i
        portal_maintenance
        portal_sealer      audit si
        portal_backup      identity s, pii s, roster s, clinical s, billing s, source s, care s, audit s, notices s, review s, files s, trail s, staff s, policies s
        portal_auditor     audit s
        """;

    [Fact]
    public async Task The_rights_of_every_role_are_the_approved_ones()
    {
        var lines = new List<string>();
        foreach (var role in DatabaseRoles.Runtime)
        {
            var rights = new List<string>();
            foreach (var schema in Schemas)
            {
                var letters = (string)(await portal.Database.RunAsync(DatabaseRole.Superuser, """
                    SELECT coalesce(string_agg(DISTINCT letter, '' ORDER BY letter), '') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
                        (VALUES ('1s', 'SELECT'), ('2i', 'INSERT'), ('3u', 'UPDATE'), ('4d', 'DELETE'), ('5t', 'TRUNCATE'), ('6r', 'REFERENCES'), ('7g', 'TRIGGER')) p (letter, name)
                    WHERE n.nspname = $2 AND c.relkind IN ('r', 'p') AND has_table_privilege($1, c.oid, p.name)
                    """, role.LoginName(), schema))!;
                if (letters.Length > 0)
                {
                    rights.Add($"{schema} {string.Concat(letters.Where(char.IsLetter))}");
                }
            }

            lines.Add($"{role.LoginName(),-18} {string.Join(", ", rights)}".TrimEnd());
        }

        Assert.Equal(Approved.ReplaceLineEndings("\n"), string.Join('\n', lines));
    }

    [Fact]
    public async Task No_role_of_run_time_owns_anything_or_has_DDL()
    {
        foreach (var role in DatabaseRoles.Runtime)
        {
            (await portal.Database.RunAsync(DatabaseRole.Superuser, "SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = $1", role.LoginName())).ShouldBe(0L);
            (await portal.Database.RunAsync(DatabaseRole.Superuser, """
                SELECT count(*) FROM pg_namespace WHERE has_schema_privilege($1, oid, 'CREATE')
                """, role.LoginName())).ShouldBe(0L);
            foreach (var schema in Schemas)
            {
                await portal.Database.DeniedAsync(role, $"CREATE TABLE {schema}.mine (id int)");
            }

            await portal.Database.DeniedAsync(role, "ALTER TABLE pii.patients DISABLE ROW LEVEL SECURITY");
            await portal.Database.DeniedAsync(role, "DROP POLICY staff ON pii.patients");
            await portal.Database.DeniedAsync(role, "CREATE POLICY mine ON pii.patients USING (true)");
        }
    }

    [Fact]
    public async Task Every_table_about_a_patient_has_row_security_forced()
    {
        // Accounts name the patient they belong to; patients' own role has no right to them at all.
        var without = await portal.Database.RunAsync(DatabaseRole.Superuser, """
            SELECT coalesce(string_agg(n.nspname || '.' || c.relname, ' '), '') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'patient_id'
            WHERE c.relkind = 'r' AND n.nspname <> 'identity' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
            """);
        var with = (long)(await portal.Database.RunAsync(DatabaseRole.Superuser, "SELECT count(*) FROM pg_class WHERE relforcerowsecurity"))!;

        without.ShouldBe("");
        with.ShouldBeGreaterThanOrEqualTo(18);
    }

    [Fact]
    public async Task A_patients_connection_sees_that_patient_alone_and_nobody_once_the_setting_is_gone()
    {
        var mine = await SamplePatients.AddAsync(portal, null);
        await SamplePatients.AddAsync(portal, null);
        await using var connection = await portal.Database.OpenAsync(DatabaseRole.Patient);

        (await SeenAsync(connection)).ShouldBe("0 0 0");
        await Attack.RunAsync(connection, "SELECT set_config('portal.patient', $1, false)", mine.Value.ToString());
        (await SeenAsync(connection)).ShouldBe("1 2 1");
        (await Attack.RunAsync(connection, "SELECT patient_id FROM pii.patients")).ShouldBe(mine.Value);
        await Attack.RunAsync(connection, "RESET portal.patient");
        (await SeenAsync(connection)).ShouldBe("0 0 0");
        await Attack.RunAsync(connection, "SELECT set_config('portal.patient', '', false)");
        (await SeenAsync(connection)).ShouldBe("0 0 0");
        await Attack.RunAsync(connection, "SELECT set_config('portal.patient', 'x'' OR true --', false)");
        (await Should.ThrowAsync<PostgresException>(() => SeenAsync(connection))).SqlState.ShouldBe(PostgresErrorCodes.InvalidTextRepresentation);
    }

    [Fact]
    public async Task A_pooled_connection_of_a_patient_forgets_whom_it_served()
    {
        var mine = await SamplePatients.AddAsync(portal, null);
        var text = new NpgsqlConnectionStringBuilder(portal.Database.ConnectionString(DatabaseRole.Patient)) { MaxPoolSize = 1, ApplicationName = "one" }.ConnectionString;
        await using var pool = NpgsqlDataSource.Create(text);
        await using (var first = await pool.OpenConnectionAsync())
        {
            await Attack.RunAsync(first, "SELECT set_config('portal.patient', $1, false)", mine.Value.ToString());
            (await SeenAsync(first)).ShouldBe("1 2 1");
        }

        await using var next = await pool.OpenConnectionAsync();

        (await SeenAsync(next)).ShouldBe("0 0 0");
    }

    [Theory]
    [InlineData(DatabaseRole.Patient, "SELECT * FROM roster.patients")]
    [InlineData(DatabaseRole.Patient, "SELECT * FROM source.resources")]
    [InlineData(DatabaseRole.Patient, "SELECT * FROM care.marks")]
    [InlineData(DatabaseRole.Patient, "SELECT * FROM identity.accounts")]
    [InlineData(DatabaseRole.Patient, "SELECT * FROM pii.name_tokens")]
    [InlineData(DatabaseRole.Patient, "SELECT * FROM keys.system_keys")]
    [InlineData(DatabaseRole.Patient, "SELECT * FROM audit.entries")]
    [InlineData(DatabaseRole.Patient, "SELECT * FROM audit.log")]
    [InlineData(DatabaseRole.Maintenance, "SELECT * FROM audit.log")]
    [InlineData(DatabaseRole.Sealer, "INSERT INTO audit.contexts (node) VALUES ('x')")]
    [InlineData(DatabaseRole.Patient, "UPDATE pii.patients SET version = 2")]
    [InlineData(DatabaseRole.Patient, "DELETE FROM clinical.observations")]
    [InlineData(DatabaseRole.Auditor, "SELECT * FROM pii.patients")]
    [InlineData(DatabaseRole.Auditor, "SELECT * FROM identity.accounts")]
    [InlineData(DatabaseRole.Auditor, "SELECT * FROM keys.patient_keys")]
    [InlineData(DatabaseRole.Auditor, "INSERT INTO audit.subjects (patient) VALUES (gen_random_uuid())")]
    [InlineData(DatabaseRole.Backup, "SELECT * FROM keys.patient_keys")]
    [InlineData(DatabaseRole.Backup, "SELECT * FROM keys.system_keys")]
    [InlineData(DatabaseRole.Backup, "UPDATE pii.patients SET version = 2")]
    [InlineData(DatabaseRole.Sealer, "SELECT * FROM pii.patients")]
    [InlineData(DatabaseRole.Maintenance, "SELECT * FROM pii.patients")]
    [InlineData(DatabaseRole.App, "INSERT INTO audit.epochs SELECT * FROM audit.epochs")]
    [InlineData(DatabaseRole.App, "INSERT INTO audit.blocks SELECT * FROM audit.blocks")]
    [InlineData(DatabaseRole.App, "INSERT INTO audit.checkpoints SELECT * FROM audit.checkpoints")]
    [InlineData(DatabaseRole.App, "INSERT INTO audit.checkpoint_keys VALUES ('x', '', now())")]
    [InlineData(DatabaseRole.App, "INSERT INTO audit.deliveries SELECT * FROM audit.deliveries")]
    [InlineData(DatabaseRole.App, "SELECT * FROM keys.system_keys")]
    [InlineData(DatabaseRole.App, "UPDATE keys.patient_keys SET wrapped = ''")]
    [InlineData(DatabaseRole.App, "DELETE FROM keys.patient_keys")]
    [InlineData(DatabaseRole.App, "UPDATE source.resources SET revision = 2")]
    [InlineData(DatabaseRole.App, "DELETE FROM source.resources")]
    public Task A_role_is_denied_what_is_not_its_business(DatabaseRole role, string sql) => portal.Database.DeniedAsync(role, sql);

    [Fact]
    public async Task The_token_index_is_used_under_the_staff_policy()
    {
        await portal.Database.AsSuperuserAsync("""
            INSERT INTO pii.name_tokens (token, patient_id) SELECT substr(sha256(n::text::bytea), 1, 16), gen_random_uuid() FROM generate_series(1, 5000) n;
            ANALYZE pii.name_tokens
            """);
        var token = portal.Get<PatientIndexes>().QueryToken("mul")!;
        await using var connection = await portal.Database.OpenAsync(DatabaseRole.App);
        await using var command = new NpgsqlCommand("EXPLAIN SELECT patient_id FROM pii.name_tokens WHERE token = $1", connection) { Parameters = { new() { Value = token } } };
        await using var reader = await command.ExecuteReaderAsync();
        var plan = "";
        while (await reader.ReadAsync())
        {
            plan += reader.GetString(0) + "\n";
        }

        plan.ShouldContain("Index");
        plan.ShouldNotContain("Seq Scan");
    }

    private static async Task<string> SeenAsync(NpgsqlConnection connection) => (string)(await Attack.RunAsync(connection, """
        SELECT (SELECT count(*) FROM pii.patients) || ' ' || (SELECT count(*) FROM clinical.observations) || ' ' || (SELECT count(*) FROM keys.patient_keys)
        """))!;
}

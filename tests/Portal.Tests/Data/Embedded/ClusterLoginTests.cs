using Npgsql;
using Portal.Data.Postgres.Embedded;

namespace Portal.Tests.Data.Embedded;

public sealed class ClusterLoginTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    public static TheoryData<DatabaseRole> Every => [.. DatabaseRoles.All];
    public static TheoryData<DatabaseRole> AtRunTime => [.. DatabaseRoles.Runtime];

    [Theory, MemberData(nameof(Every))]
    public async Task Every_role_logs_in_to_the_portals_database(DatabaseRole role)
    {
        await using var source = NpgsqlDataSource.Create(cluster.Cluster.ConnectionString(role));

        var answer = await source.CreateCommand("SELECT current_user || ' in ' || current_database()").ExecuteScalarAsync();

        answer.ShouldBe($"{role.LoginName()} in portal");
    }

    [Theory, MemberData(nameof(Every))]
    public async Task Given_a_wrong_password_When_a_role_logs_in_Then_it_is_refused(DatabaseRole role)
    {
        var wrong = new NpgsqlConnectionStringBuilder(cluster.Cluster.ConnectionString(role)) { Password = "wrong", Pooling = false };
        await using var connection = new NpgsqlConnection(wrong.ConnectionString);

        var refusal = await Should.ThrowAsync<PostgresException>(() => connection.OpenAsync());

        refusal.SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
    }

    [Theory, MemberData(nameof(AtRunTime))]
    public async Task A_role_of_run_time_changes_nothing_of_the_cluster(DatabaseRole role)
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using var connection = await database.OpenAsync(role);
        string[] forbidden =
        [
            "CREATE ROLE intruder", "CREATE DATABASE elsewhere", "CREATE SCHEMA mine", "CREATE TABLE public.mine (id int)",
            "CREATE TEMPORARY TABLE mine (id int)", "ALTER ROLE CURRENT_USER SUPERUSER", "SET ROLE portal_owner",
            "SET ROLE portal_superuser", "COPY (SELECT 1) TO PROGRAM 'cat'", "SELECT pg_read_file('/etc/passwd')",
            "ALTER SYSTEM SET fsync = on", "DROP SCHEMA public", "SELECT rolpassword FROM pg_authid",
        ];

        foreach (var sql in forbidden)
        {
            var refusal = await Should.ThrowAsync<PostgresException>(() => RunAsync(connection, sql), sql);
            refusal.SqlState.ShouldBeOneOf(PostgresErrorCodes.InsufficientPrivilege, PostgresErrorCodes.ReadOnlySqlTransaction);
        }
    }

    [Fact]
    public async Task Only_the_superuser_has_a_right_that_goes_past_the_rules()
    {
        await using var source = NpgsqlDataSource.Create(cluster.Cluster.ConnectionString(DatabaseRole.Owner));

        var powerful = await source.CreateCommand(
            "SELECT string_agg(rolname, ',') FROM pg_roles WHERE rolcanlogin AND (rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls OR rolreplication)").ExecuteScalarAsync();

        powerful.ShouldBe("portal_superuser");
    }

    [Theory, MemberData(nameof(AtRunTime))]
    public async Task A_role_of_run_time_enters_no_other_database(DatabaseRole role)
    {
        foreach (var other in new[] { "postgres", "template1" })
        {
            await using var connection = new NpgsqlConnection(cluster.Cluster.ConnectionString(role, other));
            (await Should.ThrowAsync<PostgresException>(() => connection.OpenAsync())).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        }
    }

    [Fact]
    public async Task The_owner_makes_schemas_in_its_database_and_no_roles()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using var owner = await database.OpenAsync(DatabaseRole.Owner);

        await RunAsync(owner, "CREATE SCHEMA clinical");

        await Should.ThrowAsync<PostgresException>(() => RunAsync(owner, "CREATE ROLE intruder"));
        await Should.ThrowAsync<PostgresException>(() => RunAsync(owner, "ALTER ROLE portal_app BYPASSRLS"));
    }

    [Theory]
    [InlineData(DatabaseRole.App, "lock_timeout", "5s")]
    [InlineData(DatabaseRole.App, "statement_timeout", "30s")]
    [InlineData(DatabaseRole.Patient, "idle_in_transaction_session_timeout", "30s")]
    [InlineData(DatabaseRole.Sealer, "idle_in_transaction_session_timeout", "15s")]
    [InlineData(DatabaseRole.Auditor, "default_transaction_read_only", "on")]
    public async Task A_role_has_the_servers_limits(DatabaseRole role, string setting, string expected)
    {
        await using var source = NpgsqlDataSource.Create(cluster.Cluster.ConnectionString(role));

        (await source.CreateCommand($"SHOW {setting}").ExecuteScalarAsync()).ShouldBe(expected);
    }

    [Fact]
    public async Task A_prepared_database_is_copied_and_its_copies_are_apart()
    {
        static async Task Prepare(TestDatabase database)
        {
            await using var owner = await database.OpenAsync(DatabaseRole.Owner);
            await RunAsync(owner, "CREATE TABLE note (id int); INSERT INTO note VALUES (1)");
        }
        await using var first = await cluster.NewDatabaseAsync("a note", Prepare);
        await using var second = await cluster.NewDatabaseAsync("a note", Prepare);
        await using var inFirst = await first.OpenAsync(DatabaseRole.Owner);
        await using var inSecond = await second.OpenAsync(DatabaseRole.Owner);

        await RunAsync(inFirst, "INSERT INTO note VALUES (2)");

        await using var count = new NpgsqlCommand("SELECT count(*) FROM note", inSecond);
        (await count.ExecuteScalarAsync()).ShouldBe(1L);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

using Npgsql;
using Portal.Data.Postgres.Embedded;

namespace Portal.Tests.Data.Embedded;

public sealed class ClusterSecurityTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Secret = "the key itself";

    [LinuxFact, Trait("Norm", "164.312(e)")]
    public async Task The_server_opens_no_TCP_port()
    {
        await using var connection = new NpgsqlConnection(cluster.Cluster.ConnectionString(DatabaseRole.App));
        await connection.OpenAsync();
        var server = cluster.Cluster.ProcessId!.Value;

        OpenPorts.Tree(server).Count.ShouldBeGreaterThan(3);
        OpenPorts.OfTree(server).ShouldBeEmpty();
    }

    [LinuxFact]
    public void The_look_for_ports_finds_one_that_is_open()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();

        OpenPorts.OfTree(Environment.ProcessId).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_socket_lies_in_a_folder_that_is_closed_to_others()
    {
        var folder = InstanceFile.Load(cluster.Cluster.Folder).SocketDirectory!;

        Unix.ModeOf(folder).ShouldBe(Unix.Mode0700);
        (await SettingAsync("listen_addresses")).ShouldBe("");
        (await SettingAsync("unix_socket_permissions")).ShouldBe("0700");
    }

    [RootFact]
    public async Task Given_a_database_superuser_When_it_reads_the_key_file_Then_the_system_refuses()
    {
        var key = Path.Combine(cluster.Cluster.Folder.Keys, "kek");
        await File.WriteAllTextAsync(key, Secret);
        Unix.SetMode(key, Unix.Mode0600 | UnixFileMode.OtherRead); // even then: the folder around it is closed

        foreach (var sql in new[]
        {
            $"SELECT pg_read_file('{key}')",
            $"SELECT pg_read_binary_file('{key}')",
            $"SELECT pg_stat_file('{key}')",
            $"SELECT pg_ls_dir('{cluster.Cluster.Folder.Keys}')",
            $"SELECT lo_import('{key}')",
            $"CREATE TEMPORARY TABLE seen (line text); COPY seen FROM '{key}'",
            $"CREATE TEMPORARY TABLE seen (line text); COPY seen FROM PROGRAM 'ls {cluster.Cluster.Folder.Keys}'",
            $"CREATE TEMPORARY TABLE seen (line text); COPY seen FROM PROGRAM 'cat {key}'",
            $"CREATE TEMPORARY TABLE seen (line text); COPY seen FROM PROGRAM 'sudo -n cat {key} || setpriv --reuid=0 cat {key}'",
        })
        {
            var refusal = await Should.ThrowAsync<PostgresException>(() => AskSuperuserAsync(sql), sql);
            refusal.SqlState.ShouldBeOneOf(PostgresErrorCodes.InsufficientPrivilege, PostgresErrorCodes.ExternalRoutineException);
        }
    }

    [Fact]
    public async Task The_test_above_can_fail_because_a_database_superuser_reads_other_files() =>
        (await AskSuperuserAsync("SELECT length(pg_read_file('/etc/passwd')) > 0")).ShouldBe(true);

    [RootFact]
    public async Task A_database_superuser_sees_nothing_of_the_portals_environment()
    {
        Environment.SetEnvironmentVariable("PORTAL_TEST_SECRET", Secret);
        await using var own = new OwnCluster();
        var started = await own.EnterAsync();

        var environment = await OwnCluster.AskAsync(started, "SELECT encode(pg_read_binary_file('/proc/self/environ'), 'escape')", DatabaseRole.Superuser);

        environment.ShouldBeOfType<string>().ShouldNotContain(Secret);
    }

    [Fact]
    public async Task Every_way_in_asks_for_a_password() =>
        (await AskSuperuserAsync("SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules")).ShouldBe("scram-sha-256");

    [Fact]
    public async Task Data_pages_have_checksums() => (await SettingAsync("data_checksums")).ShouldBe("on");

    [Fact, Trait("Norm", "164.312(a)(2)(iv)")]
    public async Task Given_statements_that_fail_over_a_value_When_the_log_is_read_Then_the_value_is_not_in_it()
    {
        await using var own = new OwnCluster();
        var started = await own.EnterAsync();
        const string Value = "Aurelia-Findme";
        foreach (var sql in new[] { $"SELECT '{Value}'::int", $"SELECT * FROM \"{Value}\"", $"DO $$ BEGIN RAISE WARNING '{Value}'; END $$" })
            await TryAsync(started, sql);
        await using (var connection = new NpgsqlConnection(started.ConnectionString(DatabaseRole.App)))
        {
            await connection.OpenAsync();
            await using var bad = new NpgsqlCommand("SELECT $1::int", connection) { Parameters = { new() { Value = Value } } };
            await Should.ThrowAsync<PostgresException>(() => bad.ExecuteScalarAsync());
        }
        await started.DisposeAsync();

        var log = string.Concat(Directory.GetFiles(Path.Combine(own.Folder.Logs, "postgres")).Select(File.ReadAllText));

        log.ShouldContain("database system is ready to accept connections");
        log.ShouldNotContain(Value);
    }

    [Fact]
    public void What_the_instance_remembers_holds_no_password()
    {
        var remembered = File.ReadAllText(cluster.Cluster.Folder.Instance);

        foreach (var role in DatabaseRoles.All)
            remembered.ShouldNotContain(TestCluster.PasswordFor(role.LoginName()));
    }

    private static async Task TryAsync(EmbeddedCluster started, string sql)
    {
        try { await OwnCluster.AskAsync(started, sql); }
        catch (PostgresException) { }
    }

    private Task<object?> SettingAsync(string name) => AskSuperuserAsync($"SELECT current_setting('{name}')");

    private Task<object?> AskSuperuserAsync(string sql) => OwnCluster.AskAsync(cluster.Cluster, sql, DatabaseRole.Superuser);
}

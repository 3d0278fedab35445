using Npgsql;
using Portal.Data.Postgres.Embedded;

namespace Portal.Tests.Data.Embedded;

/// <summary>Who reads with a database login of his own is logged by pgaudit, where the server has it (ADR 0083).</summary>
[Trait("Norm", "164.312(b)")]
public sealed class ReadsPastThePortalTests
{
    [Fact]
    public async Task The_settings_ask_for_reads_without_statements_and_values_and_only_where_the_server_has_the_library()
    {
        var folder = DataFolder.Open(TestCluster.NewFolderPath());
        var place = await ClusterPlace.OpenAsync(folder, user: null, _ => { }, default);

        var logged = ClusterSettings.Text(place, "/run/socket", hasAudit: true).Split('\n');
        logged.Where(line => line.Contains("pgaudit", StringComparison.Ordinal) && !line.StartsWith('#')).ShouldBe(
            ["shared_preload_libraries = 'pgaudit'", "pgaudit.log = 'read'", "pgaudit.log_catalog = off", "pgaudit.log_relation = on", "pgaudit.log_statement = off", "pgaudit.log_parameter = off"]);
        logged.ShouldContain("log_file_mode = 0600");
        ClusterSettings.Text(place, "/run/socket", hasAudit: false).ShouldNotContain("pgaudit");
        TestCluster.Remove(folder);
    }

    [Fact]
    public void Only_logins_whose_reads_the_portal_writes_down_are_left_out() =>
        DatabaseRoles.All.Except(DatabaseRoles.Recorded).ShouldBe([DatabaseRole.Superuser, DatabaseRole.Owner, DatabaseRole.Backup]);

    [PgAuditFact]
    public async Task Somebody_elses_read_is_in_the_clusters_log_without_a_value_and_the_portals_own_is_not()
    {
        await using var own = new OwnCluster();
        var cluster = await own.EnterAsync();
        await OwnCluster.AskAsync(cluster, "CREATE SCHEMA pii; CREATE TABLE pii.people (name text); INSERT INTO pii.people VALUES ('Ola'); GRANT USAGE ON SCHEMA pii TO PUBLIC; GRANT SELECT ON pii.people TO PUBLIC", DatabaseRole.Owner);
        await OwnCluster.AskAsync(cluster, "CREATE ROLE analyst LOGIN PASSWORD 'of a test'; GRANT CONNECT ON DATABASE portal TO analyst", DatabaseRole.Superuser);
        var analyst = new NpgsqlConnectionStringBuilder(cluster.ConnectionString(DatabaseRole.App)) { Username = "analyst", Password = "of a test", Pooling = false };
        await using (var connection = new NpgsqlConnection(analyst.ConnectionString))
        {
            await connection.OpenAsync();
            await using var off = new NpgsqlCommand("SET pgaudit.log = 'none'", connection);
            (await Should.ThrowAsync<PostgresException>(() => off.ExecuteNonQueryAsync())).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
            await using var read = new NpgsqlCommand("SELECT name FROM pii.people WHERE name <> $1 AND name <> 'a literal'", connection) { Parameters = { new() { Value = "a parameter" } } };
            (await read.ExecuteScalarAsync()).ShouldBe("Ola");
        }

        foreach (var role in DatabaseRoles.Recorded)
        {
            await OwnCluster.AskAsync(cluster, "SELECT name FROM pii.people", role);
        }

        await OwnCluster.AskAsync(cluster, "SELECT name FROM pii.people", DatabaseRole.Owner); // as a shell does
        var lines = await LinesAsync(own.Folder, atLeast: 2);
        lines.Select(line => line.Split('@')[0].Split(' ')[^1]).Distinct().Order().ShouldBe(["analyst", "portal_owner"]);
        lines.ShouldContain(line => line.Contains("analyst@portal", StringComparison.Ordinal) && line.Contains("READ,SELECT,TABLE,pii.people,<not logged>,<not logged>", StringComparison.Ordinal));
        string.Concat(lines).ShouldNotContain("a parameter");
        string.Concat(lines).ShouldNotContain("a literal");
        string.Concat(lines).ShouldNotContain("Ola");
    }

    // The server's collector writes a moment later.
    private static async Task<string[]> LinesAsync(DataFolder folder, int atLeast)
    {
        for (var tries = 0; ; tries++)
        {
            string[] lines = [.. Directory.EnumerateFiles(Path.Combine(folder.Logs, "postgres"), "postgres-*.log").SelectMany(ReadShared).Where(line => line.Contains("AUDIT:", StringComparison.Ordinal) && line.Contains("pii.people", StringComparison.Ordinal))];
            if (lines.Length >= atLeast || tries == 100)
            {
                return lines;
            }

            await Task.Delay(50);
        }
    }

    private static string[] ReadShared(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n');
    }
}

/// <summary>A test that needs a PostgreSQL with pgaudit; where there is none it is shown as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PgAuditFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> HasAudit = new(() => PostgresBinaries.FindAsync(_ => { }).GetAwaiter().GetResult().HasAudit);

    public PgAuditFactAttribute()
    {
        if (!HasAudit.Value)
        {
            Skip = "Needs pgaudit beside PostgreSQL (Debian: postgresql-15-pgaudit).";
        }
    }
}

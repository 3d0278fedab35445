using Npgsql;
using Portal.Data.Postgres.Embedded;
using Portal.Tests.Data.Embedded;

namespace Portal.Web.Tests.CommandLine;

/// <summary>An existing PostgreSQL in place of the embedded one: its owner migrates, and the portal's login has no rights of its own.</summary>
public sealed class OwnServerTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private readonly string suffix = Guid.NewGuid().ToString("N")[..8];

    private string OwnerName => $"own_owner_{suffix}";

    private string LoginName => $"own_login_{suffix}";

    [Fact]
    public async Task The_verbs_work_on_a_server_of_ones_own_and_start_no_cluster()
    {
        using var instance = new Instance();
        await using var database = await cluster.NewDatabaseAsync();
        await MakeLoginsAsync(database);
        var environment = new Dictionary<string, string>
        {
            ["ConnectionStrings__Portal"] = As(LoginName, database),
            ["ConnectionStrings__PortalOwner"] = As(OwnerName, database),
            ["Portal__KeyFile"] = Path.Combine(Directory.CreateDirectory(instance.Beside).FullName, "kek.json"),
        };

        var migrated = await instance.RunAsync(environment, "migrate");
        migrated.Code.ShouldBe(0, migrated.Errors);
        // The first entry of the log is this verification's own: the login may write the log, though it owns nothing.
        var verified = await instance.RunAsync(environment, "verify-audit", "--json");
        verified.Code.ShouldBe(0, verified.Errors);
        verified.Json.GetProperty("entries").GetInt64().ShouldBe(1);
        (await instance.RunAsync(environment, "demo-accounts", "--json")).ShouldRefuse("Development");
        Directory.Exists(Path.Combine(instance.Root, "pg")).ShouldBeFalse();

        (await MonthsAsync(database)).ShouldBe(8, "one month back, this one and six ahead, over the change to summer time");

        // Without an owner's connection, or with the owner in the place of the portal's login, nothing serves.
        var alone = environment.Where(pair => pair.Key != "ConnectionStrings__PortalOwner").ToDictionary();
        (await instance.RunAsync(alone, "migrate")).ShouldRefuse("ConnectionStrings__PortalOwner");
        var strong = new Dictionary<string, string>(environment) { ["ConnectionStrings__Portal"] = environment["ConnectionStrings__PortalOwner"] };
        (await instance.RunAsync(strong, "run", "--port", $"{Server.FreePort()}")).ShouldRefuse("a login of its own without rights");

        File.Delete(environment["Portal__KeyFile"]);
        (await instance.RunAsync(environment, "migrate")).ShouldRefuse("key backup");
        File.Exists(environment["Portal__KeyFile"]).ShouldBeFalse("a new key was made over existing data");
    }

    [Theory]
    [Trait("Norm", "164.312(e)")]
    [InlineData("Host=db.invalid;Database=portal;Username=u;Password=p")]
    [InlineData("Host=db.invalid;Database=portal;Username=u;Password=p;SSL Mode=Require")]
    [InlineData("Host=localhost,db.invalid;Database=portal;Username=u;Password=p")]
    [InlineData("Host=db.invalid;Database=portal;Username=u;Password=p;SSL Mode=VerifyCA")]
    [InlineData("Host=127.0.0.1;Database=portal;Username=u;Password=p")]
    [InlineData("Host=[::1]:5432;Database=portal;Username=u;Password=p;SSL Mode=Prefer")]
    [InlineData("Host=db.invalid;Database=portal;Username=u;Password=p;SSL Mode=VerifyFull;Trust Server Certificate=true")]
    public async Task Outside_Development_a_server_elsewhere_is_reached_by_verified_TLS_or_not_at_all(string connection)
    {
        using var instance = new Instance();

        var answer = await instance.RunAsync(new Dictionary<string, string> { ["ConnectionStrings__Portal"] = connection }, "migrate");

        answer.ShouldRefuse("SSL Mode=VerifyFull");
    }

    private async Task MakeLoginsAsync(TestDatabase database)
    {
        await using var superuser = await database.OpenAsync(DatabaseRole.Superuser);
#pragma warning disable CA2100 // the names are made above
        await using var command = new NpgsqlCommand(
            $"""
            CREATE ROLE {OwnerName} LOGIN CREATEROLE PASSWORD '{suffix}';
            CREATE ROLE {LoginName} LOGIN PASSWORD '{suffix}';
            GRANT portal_owner, portal_app TO {OwnerName} WITH ADMIN OPTION;
            GRANT CONNECT ON DATABASE {database.Name} TO {LoginName};
            ALTER DATABASE {database.Name} OWNER TO {OwnerName};
            ALTER DATABASE {database.Name} SET timezone TO 'America/New_York';
            ALTER SCHEMA public OWNER TO {OwnerName};
            """,
            superuser);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> MonthsAsync(TestDatabase database)
    {
        await using var superuser = await database.OpenAsync(DatabaseRole.Superuser);
        await using var months = new NpgsqlCommand("SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname LIKE 'entries\\_2%'", superuser);
        return (long)(await months.ExecuteScalarAsync())!;
    }

    private string As(string login, TestDatabase database) => new NpgsqlConnectionStringBuilder(database.ConnectionString(DatabaseRole.App))
    {
        Username = login, Password = suffix,
    }.ConnectionString;
}

using Portal.Data.Postgres;
using Portal.Data.Postgres.Embedded;

namespace Portal.Tests.Data.Postgres;

/// <summary>Rights that a killed start or an older version left wrong are set by the next start.</summary>
public sealed class RightsAgainTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task Given_a_start_killed_after_its_migrations_When_started_again_Then_the_rights_are_set()
    {
        await portal.Database.RunAsync(DatabaseRole.Superuser, "REVOKE ALL ON audit.entries FROM portal_app");
        await portal.Database.RunAsync(DatabaseRole.Superuser, "COMMENT ON SCHEMA audit IS NULL");

        await StartAsync();

        Assert.True(await MayInsertAsync());
    }

    [Fact]
    public async Task Given_rights_that_are_set_When_started_again_Then_they_are_left_alone()
    {
        await portal.Database.RunAsync(DatabaseRole.Superuser, "GRANT INSERT ON audit.entries TO portal_sealer");

        await StartAsync();

        Assert.Equal(true, await portal.Database.RunAsync(DatabaseRole.Superuser, "SELECT has_table_privilege('portal_sealer', 'audit.entries', 'INSERT')"));
    }

    private Task StartAsync() => PostgresSetup.MigrateAsync(portal.Database.ConnectionString(DatabaseRole.Owner), CancellationToken.None);

    private async Task<bool> MayInsertAsync() =>
        (bool)(await portal.Database.RunAsync(DatabaseRole.Superuser, "SELECT has_table_privilege('portal_app', 'audit.entries', 'INSERT')"))!;
}

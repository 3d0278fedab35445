using Portal.Data.Postgres.Embedded;

namespace Portal.Tests.Data.Embedded;

public sealed class PsqlShellTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task The_shell_works_as_the_owner_and_returns_psqls_exit_code()
    {
        (await PsqlShell.RunAsync(cluster.Cluster, "DO $$ BEGIN ASSERT current_user = 'portal_owner'; END $$")).ShouldBe(0);
        (await PsqlShell.RunAsync(cluster.Cluster, "SELECT * FROM nowhere")).ShouldNotBe(0);
    }

    [Fact]
    public void The_password_is_in_no_argument_and_no_history_is_kept()
    {
        var start = PsqlShell.StartInfo(cluster.Cluster, "SELECT 1");

        start.ArgumentList.ShouldNotContain(argument => argument.Contains(TestCluster.PasswordFor("portal_owner")));
        start.Environment["PSQL_HISTORY"].ShouldBe("/dev/null");
    }
}

using Portal.Data.Postgres.Embedded;

namespace Portal.Tests.Data.Embedded;

public sealed class DataFolderTests
{
    [Fact]
    public void A_new_folder_and_all_inside_it_are_closed_to_others()
    {
        var folder = DataFolder.Open(TestCluster.NewFolderPath());
        try
        {
            // As root the cluster's user has to pass through; it can list nothing.
            Unix.ModeOf(folder.Root).ShouldBe(Environment.IsPrivilegedProcess ? Unix.Mode0711 : Unix.Mode0700);
            foreach (var inner in new[] { folder.Keys, folder.Logs, folder.Certs, folder.Files, folder.Users })
                Unix.ModeOf(inner).ShouldBe(Unix.Mode0700);
        }
        finally { TestCluster.Remove(folder); }
    }

    [Fact]
    public void Given_a_file_in_its_place_When_it_is_opened_Then_it_says_so()
    {
        var file = Path.GetTempFileName();
        try
        {
            var refusal = Should.Throw<PortalSetupException>(() => DataFolder.Open(file));

            refusal.Message.ShouldContain("cannot write to");
            refusal.Message.ShouldContain("--data");
        }
        finally { File.Delete(file); }
    }

    [Fact]
    public void Given_a_running_instance_When_another_starts_Then_it_is_told_that_the_folder_is_in_use()
    {
        var folder = DataFolder.Open(TestCluster.NewFolderPath());
        try
        {
            using (folder.LockRun())
            {
                folder.TryLockRun().ShouldBeNull();
                Should.Throw<PortalSetupException>(folder.LockRun).Message.ShouldContain("Another portal is running");
            }
            using var free = folder.TryLockRun();
            free.ShouldNotBeNull();
        }
        finally { TestCluster.Remove(folder); }
    }

    [RootFact]
    public async Task Given_a_folder_that_the_databases_user_cannot_enter_When_the_cluster_is_made_Then_it_is_put_elsewhere_and_linked()
    {
        var closed = Directory.CreateTempSubdirectory("portal-closed-").FullName; // mode 0700, as mktemp -d
        await using var own = new OwnCluster(Path.Combine(closed, "deep", ".data"));
        try
        {
            var cluster = await own.EnterAsync();

            (await OwnCluster.AskAsync(cluster, "SELECT 1")).ShouldBe(1);
            new FileInfo(own.Folder.Pg).LinkTarget.ShouldStartWith("/var/lib/portal/");
            own.Said.Count(line => line.Contains("/var/lib/portal/", StringComparison.Ordinal)).ShouldBe(1);
            Unix.ModeOf(closed).ShouldBe(Unix.Mode0700);
        }
        finally
        {
            await own.DisposeAsync();
            Directory.Delete(closed, recursive: true);
        }
    }

    [LinuxFact]
    public void Given_a_full_disk_When_something_is_written_Then_the_error_says_to_free_space()
    {
        var folder = DataFolder.Open(TestCluster.NewFolderPath());
        try
        {
            using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            var error = Should.Throw<IOException>(() => full.Write("x"u8));

            PortalSetupException.Explain(error, folder)!.Message.ShouldContain("no space left");
            PortalSetupException.Explain(new Npgsql.PostgresException("", "", "", "53100"), folder)!.Message.ShouldContain("no space left");
            PortalSetupException.Explain(new InvalidOperationException(), folder).ShouldBeNull();
        }
        finally { TestCluster.Remove(folder); }
    }

    [Fact]
    public async Task The_instance_file_keeps_what_others_wrote()
    {
        var folder = DataFolder.Open(TestCluster.NewFolderPath());
        try
        {
            await InstanceFile.ChangeAsync(folder, file => file with { SocketDirectory = "/tmp/x" });
            await InstanceFile.ChangeAsync(folder, file => file with { KeyId = "k1" });

            InstanceFile.Load(folder).ShouldBe(new InstanceFile { SocketDirectory = "/tmp/x", KeyId = "k1" });
            Unix.ModeOf(folder.Instance).ShouldBe(Unix.Mode0600);
        }
        finally
        {
            await InstanceFile.ChangeAsync(folder, _ => new InstanceFile());
            TestCluster.Remove(folder);
        }
    }
}

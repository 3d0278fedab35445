using System.Diagnostics;
using Npgsql;
using Portal.Data.Postgres.Embedded;

namespace Portal.Tests.Data.Embedded;

public sealed class ClusterLifeTests
{
    [Fact]
    public async Task The_last_one_out_stops_the_cluster_and_the_next_start_finds_its_data()
    {
        await using var own = new OwnCluster();
        var first = await own.EnterAsync();
        var second = await own.EnterAsync();
        await OwnCluster.AskAsync(first, "CREATE TABLE kept (id int)", DatabaseRole.Owner);

        await first.DisposeAsync();
        second.ProcessId.ShouldNotBeNull();
        (await OwnCluster.AskAsync(second, "SELECT 1")).ShouldBe(1);
        await second.DisposeAsync();
        second.ProcessId.ShouldBeNull();

        var again = await own.EnterAsync();
        (await OwnCluster.AskAsync(again, "SELECT count(*) FROM kept", DatabaseRole.Owner)).ShouldBe(0L);
    }

    [Fact]
    public async Task Given_a_running_cluster_When_another_enters_Then_it_joins_the_same_server()
    {
        await using var own = new OwnCluster();
        var first = await own.EnterAsync();

        var second = await own.EnterAsync();

        second.ProcessId.ShouldBe(first.ProcessId);
    }

    [LinuxFact]
    public async Task Given_a_killed_user_When_the_last_living_one_leaves_Then_the_cluster_stops()
    {
        await using var own = new OwnCluster();
        var cluster = await own.EnterAsync();
        using var other = HoldAsAnotherProcess(own.Folder);
        other.Kill(entireProcessTree: true);
        await other.WaitForExitAsync();

        (await OwnCluster.AskAsync(cluster, "SELECT 1")).ShouldBe(1);
        await cluster.DisposeAsync();

        cluster.ProcessId.ShouldBeNull();
        Directory.GetFiles(own.Folder.Users, "*.user").ShouldBeEmpty();
    }

    [LinuxFact]
    public async Task Given_a_living_user_in_another_process_When_this_one_leaves_Then_the_cluster_goes_on()
    {
        await using var own = new OwnCluster();
        var cluster = await own.EnterAsync();
        using var other = HoldAsAnotherProcess(own.Folder);

        await cluster.DisposeAsync();

        cluster.ProcessId.ShouldNotBeNull();
        other.Kill(entireProcessTree: true);
        await other.WaitForExitAsync();
        var next = await own.EnterAsync();
        next.ProcessId.ShouldBe(cluster.ProcessId);
    }

    [LinuxFact]
    public async Task Given_a_server_that_crashed_When_the_portal_enters_Then_it_starts_again()
    {
        await using var own = new OwnCluster();
        var cluster = await own.EnterAsync();
        using (var server = Process.GetProcessById(cluster.ProcessId!.Value))
        {
            server.Kill();
            await server.WaitForExitAsync();
        }

        var again = await own.EnterAsync();

        (await OwnCluster.AskAsync(again, "SELECT 1")).ShouldBe(1);
    }

    [LinuxFact]
    [Trait("Norm", "164.308(a)(7)")]
    public async Task Given_a_server_killed_in_the_middle_of_a_statement_Then_it_runs_again_by_itself_once_the_statement_has_ended()
    {
        await using var own = new OwnCluster();
        var cluster = await own.EnterAsync();
        var busy = Should.ThrowAsync<NpgsqlException>(() => OwnCluster.AskAsync(
            cluster, "SET statement_timeout = '4s'; DO $$ BEGIN LOOP END LOOP; END $$", DatabaseRole.Superuser));
        await Task.Delay(TimeSpan.FromMilliseconds(300));

        Crash.ClusterProcesses.Send("KILL", cluster.ProcessId!.Value);

        await AnswersAsync(cluster);
        await busy;
        own.Said.ShouldContain(line => line.Contains("starting it again", StringComparison.Ordinal));
    }

    private static async Task AnswersAsync(EmbeddedCluster cluster)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await OwnCluster.AskAsync(cluster, "SELECT 1");
                return;
            }
            catch (NpgsqlException) when (tries < 100)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200));
            }
        }
    }

    [LinuxFact]
    public async Task Given_a_stale_pid_file_that_names_a_living_process_When_the_portal_enters_Then_it_starts()
    {
        await using var own = new OwnCluster();
        await (await own.EnterAsync()).DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(own.Folder.Pg, "data", "postmaster.pid"), $"{Environment.ProcessId}\n");

        var again = await own.EnterAsync();

        (await OwnCluster.AskAsync(again, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task Given_a_socket_folder_that_vanished_When_the_portal_enters_Then_it_is_made_again()
    {
        await using var own = new OwnCluster();
        await (await own.EnterAsync()).DisposeAsync();
        Directory.Delete(InstanceFile.Load(own.Folder).SocketDirectory!, recursive: true);

        var again = await own.EnterAsync();

        (await OwnCluster.AskAsync(again, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task Given_a_folder_whose_name_has_a_space_and_an_apostrophe_When_the_portal_enters_Then_it_starts()
    {
        await using var own = new OwnCluster(TestCluster.NewFolderPath() + " it's mine");

        var cluster = await own.EnterAsync();

        (await OwnCluster.AskAsync(cluster, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task Given_another_key_file_When_the_portal_enters_Then_it_says_which_file_to_put_back()
    {
        await using var own = new OwnCluster();
        await (await own.EnterAsync()).DisposeAsync();

        var refusal = await Should.ThrowAsync<PortalSetupException>(
            () => EmbeddedCluster.EnterAsync(own.Folder, role => "other " + role, _ => { }));

        refusal.Message.ShouldContain("put back the key file");
        Directory.GetFiles(own.Folder.Users, "*.user").ShouldBeEmpty();
    }

    [Fact]
    public async Task Given_an_interrupted_first_start_When_the_portal_enters_Then_it_begins_again()
    {
        await using var own = new OwnCluster();
        var half = Path.Combine(own.Folder.Pg, "making");
        Directory.CreateDirectory(half);
        if (Environment.IsPrivilegedProcess)
            Unix.SetMode(own.Folder.Pg, Unix.Mode0711);
        await File.WriteAllTextAsync(Path.Combine(half, "PG_VERSION"), "15\n");

        var cluster = await own.EnterAsync();

        (await OwnCluster.AskAsync(cluster, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task Given_new_passwords_When_the_portal_enters_Then_the_old_ones_are_refused()
    {
        await using var own = new OwnCluster();
        var cluster = await own.EnterAsync();

        await cluster.ChangePasswordsAsync(role => "new " + role);
        var joined = await EmbeddedCluster.EnterAsync(own.Folder, role => "new " + role, _ => { });

        (await OwnCluster.AskAsync(joined, "SELECT 1")).ShouldBe(1);
        await joined.DisposeAsync();
        await Should.ThrowAsync<PortalSetupException>(own.EnterAsync);
    }

    /// <summary>Another process that uses the cluster, as far as the count can tell: it holds a locked file.</summary>
    private static Process HoldAsAnotherProcess(DataFolder folder)
    {
        var process = Process.Start(new ProcessStartInfo("flock", [Path.Combine(folder.Users, "1-other.user"), "sh", "-c", "echo held; exec sleep 60"])
        {
            RedirectStandardOutput = true,
        })!;
        process.StandardOutput.ReadLine().ShouldBe("held");
        return process;
    }
}

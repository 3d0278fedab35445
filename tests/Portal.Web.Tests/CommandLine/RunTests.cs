namespace Portal.Web.Tests.CommandLine;

public sealed class RunTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_stops_the_portal_and_its_cluster_and_it_serves_again(string signal)
    {
        using var instance = new Instance();
        (await instance.RunAsync("seed-demo")).Code.ShouldBe(0);
        instance.ClusterProcess.ShouldBeNull("the verb left its cluster running");

        await using var server = await Server.StartAsync(instance);
        var cluster = instance.ClusterProcess.ShouldNotBeNull();
        IsAlive(cluster).ShouldBeTrue();

        (await server.StopAsync(signal)).ShouldBe(0, server.Said);
        IsAlive(cluster).ShouldBeFalse("the cluster outlived the portal");
        server.Said.ShouldNotContain("Exception");
    }

    [Fact]
    public async Task A_taken_port_is_refused_before_anything_is_set_up()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        using var instance = new Instance();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        (await instance.RunAsync("run", "--port", $"{port}")).ShouldRefuse("--port");
        Directory.Exists(instance.Root).ShouldBeFalse();
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    public async Task A_port_that_does_not_exist_is_refused(string port)
    {
        using var instance = new Instance();
        (await instance.RunAsync("run", "--port", port)).ShouldRefuse("65535");
    }

    private static bool IsAlive(int process) => Directory.Exists($"/proc/{process}") && !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
}

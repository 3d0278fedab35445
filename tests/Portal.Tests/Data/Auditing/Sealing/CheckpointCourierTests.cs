using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Data;
using Portal.Data.Auditing.Proof;
using Portal.Data.Auditing.Sealing;
using Portal.Features.AuditTrail;
using Portal.Kernel.Access;
using Portal.Kernel.Audit.Checkpoints;
using Portal.Kernel.Outbound;
using Portal.Tests.Data.Embedded;

namespace Portal.Tests.Data.Auditing.Sealing;

[Trait("Norm", "164.312(c)")]
public sealed class CheckpointCourierTests(PortalFixture portal) : IClassFixture<PortalFixture>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("checkpoints").FullName;

    private string Path => System.IO.Path.Combine(folder, "checkpoints.ndjson");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_file_gets_every_checkpoint_in_order_is_only_appended_to_and_a_node_that_starts_again_goes_on()
    {
        await MakeCheckpointAsync();
        await MakeCheckpointAsync();
        (await Courier(new FileTarget(Path, "node")).DeliverAsync(default)).ShouldBeEmpty();
        File.AppendAllText(Path, "{\"v\":1,\"half"); // as a crash leaves it
        await MakeCheckpointAsync();
        (await Courier(new FileTarget(Path, "node")).DeliverAsync(default)).ShouldBeEmpty();

        File.ReadLines(Path).Where(line => CheckpointLine.Parse(line) is not null).ShouldBe(await SealedLog.CheckpointLinesAsync(portal));
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var verified = await portal.Get<VerifyAudit>().ForAsync(Actor.System("test"), VerifyRequest.All with { Checkpoints = [.. File.ReadLines(Path)] }, default);
        verified.Ok.ShouldBeTrue();
    }

    [LinuxFact]
    public async Task A_file_with_the_append_only_attribute_takes_checkpoints_and_gives_none_back()
    {
        File.WriteAllText(Path, "");
        if (!Changes("+a"))
        {
            return; // needs root and a file system that knows the attribute
        }

        try
        {
            await MakeCheckpointAsync();
            (await Courier(new FileTarget(Path, "append-only")).DeliverAsync(default)).ShouldBeEmpty();
            File.ReadLines(Path).ShouldNotBeEmpty();
            Should.Throw<UnauthorizedAccessException>(() => File.WriteAllText(Path, ""));
            Should.Throw<UnauthorizedAccessException>(() => File.Delete(Path));
        }
        finally
        {
            Changes("-a");
        }
    }

    [Fact]
    public async Task An_address_that_is_away_lags_is_told_and_gets_all_it_missed_when_it_is_back()
    {
        using var receiver = new HttpListener();
        var port = FreePort();
        receiver.Prefixes.Add($"http://127.0.0.1:{port}/");
        var url = new Uri($"http://127.0.0.1:{port}/checkpoints"); // the portal's settings take https alone
        using var target = new HttpTarget(url, "token", new OutboundHosts([(url.Host, url.Port)]));
        await MakeCheckpointAsync();
        var (state, clock) = (portal.Get<SealingState>(), portal.Clock);
        var job = new CheckpointJob(Courier(target), state, CheckpointSettings.Off, clock, NullLogger<CheckpointJob>.Instance);
        clock.Advance(TimeSpan.FromMinutes(6));
        await job.LookAsync(default);
        state.Troubles.ShouldContain(SealTrouble.TargetBehind);

        receiver.Start();
        var received = ReceiveAsync(receiver);
        await job.LookAsync(default);

        state.Troubles.ShouldNotContain(SealTrouble.TargetBehind);
        var (lines, authorization) = await received;
        lines.ShouldBe(await SealedLog.CheckpointLinesAsync(portal));
        authorization.ShouldBe("Bearer token");
        await Should.ThrowAsync<OutboundRefusedException>(() => new HttpTarget(url, null, new OutboundHosts([])).DeliverAsync(["x"], default));
    }

    private async Task MakeCheckpointAsync()
    {
        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        await SealedLog.AppendAsync(portal, 2);
        await SealedLog.SealAllAsync(portal);
    }

    private CheckpointCourier Courier(ICheckpointTarget target) => new(portal.Get<PortalDatabase>(), [target], portal.Clock);

    private static async Task<(string[] Lines, string? Authorization)> ReceiveAsync(HttpListener receiver)
    {
        var context = await receiver.GetContextAsync();
        using var reader = new StreamReader(context.Request.InputStream);
        var lines = (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        context.Response.StatusCode = 204;
        context.Response.Close();
        return (lines, context.Request.Headers["Authorization"]);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private bool Changes(string attribute)
    {
        try
        {
            using var changed = Process.Start(new ProcessStartInfo("chattr", [attribute, Path]) { RedirectStandardError = true });
            changed!.WaitForExit();
            return changed.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

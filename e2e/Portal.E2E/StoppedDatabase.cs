using System.Diagnostics;

namespace Portal.E2E;

/// <summary>The embedded cluster, shut down and kept so until disposed: whoever holds the gate keeps the portal from starting it again.</summary>
internal sealed class StoppedDatabase : IDisposable
{
    private readonly Process gate;

    private StoppedDatabase(Process gate) => this.gate = gate;

    public static async Task<StoppedDatabase> ShutDownAsync(string data)
    {
        var gate = Process.Start(new ProcessStartInfo("flock", [Path.Combine(data, "users", "gate"), "sh", "-c", "echo held; exec sleep 600"]) { RedirectStandardOutput = true })!;
        await gate.StandardOutput.ReadLineAsync();
        var file = Directory.GetFiles(data, "postmaster.pid", SearchOption.AllDirectories).Single();
        using var kill = Process.Start("kill", ["-INT", File.ReadLines(file).First()]);
        await kill.WaitForExitAsync();
        return new StoppedDatabase(gate);
    }

    public void Dispose()
    {
        gate.Kill(entireProcessTree: true);
        gate.Dispose();
    }
}

using System.Diagnostics;
using Portal.Data.Postgres.Embedded;
using Portal.Features.AuditTrail;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data.Embedded;
using Portal.Tests.Data.Sealing;
using Xunit.Abstractions;

namespace Portal.Tests.Data.Crash;

/// <summary>kill -9 under load: what was acknowledged is there, no change is there without its entry, and the next start works.</summary>
[Trait("Norm", "164.312(b)")]
public sealed class CrashTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Load = TimeSpan.FromSeconds(2);

    [LinuxFact]
    public async Task Given_a_killed_portal_Then_no_acknowledged_entry_is_lost_and_no_change_is_without_its_entry()
    {
        var folder = DataFolder.Open(TestCluster.NewFolderPath());
        try
        {
            var patient = await SeedAsync(folder);

            var acknowledged = await RunVictimAsync(folder, patient, victim => { victim.Kill(); return Task.CompletedTask; });

            await CheckAsync(folder, patient, acknowledged);
        }
        finally { TestCluster.Remove(folder); }
    }

    [LinuxFact]
    public async Task Given_a_killed_database_server_Then_the_next_start_recovers_every_acknowledged_entry()
    {
        var folder = DataFolder.Open(TestCluster.NewFolderPath());
        try
        {
            var patient = await SeedAsync(folder);

            var acknowledged = await RunVictimAsync(folder, patient, async victim =>
            {
                var pid = int.Parse(File.ReadLines(Path.Combine(folder.Pg, "data", "postmaster.pid")).First(), null);
                using var server = Process.GetProcessById(pid);
                server.Kill();
                await server.WaitForExitAsync();
                await victim.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
                victim.ExitCode.ShouldNotBe(0, "without a database nothing may be acknowledged");
            });

            await CheckAsync(folder, patient, acknowledged);
        }
        finally { TestCluster.Remove(folder); }
    }

    private static async Task<PatientId> SeedAsync(DataFolder folder)
    {
        await using var portal = await OwnPortal.EnterAsync(folder);
        var patient = PatientId.New();
        var entry = portal.Entry(AuditAction.Create, patient);
        await portal.WriteAsync(entry, fresh: true, access => [Changes.NewObservation(access, patient, entry.At, entry.Id.Value)]);
        return patient;
    }

    private static async Task<Guid[]> RunVictimAsync(DataFolder folder, PatientId patient, Func<Process, Task> kill)
    {
        using var victim = Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(CrashTests).Assembly.Location, CrashVictim.Verb, folder.Root, $"{patient}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = victim.StandardError.ReadToEndAsync();
        var first = await victim.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
        first.ShouldNotBeNull(first is null ? await errors : "");
        var rest = victim.StandardOutput.ReadToEndAsync();
        await Task.Delay(Load);
        await kill(victim);
        await victim.WaitForExitAsync();
        // A last line that was cut off by the kill acknowledged nothing.
        var text = await rest;
        return [Guid.Parse(first), .. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse)];
    }

    private async Task CheckAsync(DataFolder folder, PatientId patient, Guid[] acknowledged)
    {
        await using var portal = await OwnPortal.EnterAsync(folder);
        var changes = (long)(await portal.AskAsync("SELECT count(*) FROM clinical.observations WHERE patient_id = $1", patient.Value))!;
        output.WriteLine($"{acknowledged.Length} entries acknowledged, {changes} changes");
        acknowledged.Length.ShouldBeGreaterThan(100);
        changes.ShouldBeGreaterThan(10);

        (await portal.AskAsync("SELECT count(*) FROM audit.entries WHERE id = ANY($1)", acknowledged)).ShouldBe((long)acknowledged.Length);
        // In the very same transaction: the entry's transaction id is the row's.
        (await portal.AskAsync("SELECT count(*) FROM clinical.observations o WHERE NOT EXISTS (SELECT FROM audit.entries e WHERE e.id = o.id AND e.xact::xid = o.xmin)")).ShouldBe(0L);
        (await portal.AskAsync($"SELECT count(*) FROM audit.entries e WHERE action = {(int)AuditAction.Update} AND NOT EXISTS (SELECT FROM clinical.observations o WHERE o.id = e.id)")).ShouldBe(0L);
        var verified = await portal.Get<VerifyAudit>().ForAsync(Actor.System("test"), default);
        verified.Ok.ShouldBeTrue();
        var entry = portal.Entry(AuditAction.Update, patient);
        await portal.WriteAsync(entry, fresh: false, access => [Changes.NewObservation(access, patient, entry.At, entry.Id.Value)]);
    }
}

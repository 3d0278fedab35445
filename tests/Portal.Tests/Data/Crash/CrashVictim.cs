using Portal.Data.Auditing;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel;
using Portal.Kernel.Audit;
using Portal.Tests.Data.Sealing;

namespace Portal.Tests.Data.Crash;

/// <summary>A process to be killed: sixteen producers of audited reads and changes, each of which says so once it has been told that it is durable.</summary>
internal static class CrashVictim
{
    public const string Verb = "crash-victim";

    public static async Task RunAsync(string folder, PatientId patient)
    {
        await using var portal = await OwnPortal.EnterAsync(DataFolder.Open(folder));
        await using var output = Console.OpenStandardOutput();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(producer => ProduceAsync(portal, patient, changes: producer % 4 == 0, output)));
    }

    private static async Task ProduceAsync(OwnPortal portal, PatientId patient, bool changes, Stream output)
    {
        while (true)
        {
            var entry = portal.Entry(changes ? AuditAction.Update : AuditAction.Read, patient);
            if (changes)
            {
                await portal.WriteAsync(entry, fresh: false, access => [Changes.NewObservation(access, patient, entry.At, entry.Id.Value)]);
            }
            else
            {
                await portal.Get<AuditLog>().AppendAsync(entry, default);
            }

            Say(output, $"{entry.Id}\n");
        }
    }

    private static void Say(Stream output, string line)
    {
        lock (output)
        {
            output.Write(System.Text.Encoding.ASCII.GetBytes(line));
            output.Flush();
        }
    }
}

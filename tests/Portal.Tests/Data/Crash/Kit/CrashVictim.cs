using Portal.Data.Auditing;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Patients;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Data.Crash;

/// <summary>A process to be killed: sixty-four producers of audited reads and changes, each of which says so once it has been told that it is durable.</summary>
internal sealed class CrashVictim(OwnPortal portal, CrashScene scene, Stream output)
{
    public const string Verb = "crash-victim";
    private readonly Lock alone = new();

    /// <summary>Runs until it is killed. What fails is not acknowledged, and goes on once the database is back.</summary>
    public static async Task RunAsync(string[] words)
    {
        var (scene, node) = (CrashScene.Parse(words), CrashNode.Parse(words));
        await using var portal = await OwnPortal.EnterAsync(DataFolder.Open(scene.Folder), exchange: node.Sealing, node: node.Name);
        await node.BeginAsync(portal);
        await using var output = Console.OpenStandardOutput();
        await new CrashVictim(portal, scene, output).ProduceAsync(node.Producers, default);
    }

    /// <summary>So many producers at work until they are to stop.</summary>
    public Task ProduceAsync(int producers, CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, producers).Select(producer => OneAsync(producer, stop)));

    private async Task OneAsync(int producer, CancellationToken stop)
    {
        var clinician = Actor.Person(scene.Clinician, Role.Clinician, SessionId.New(), Origin.Local);
        var editor = new CrashEditor(portal, scene.Patient, clinician);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                // What began after a fault and was done tells that work goes on; what began before it may only have been slow to say so.
                var began = TimeProvider.System.GetUtcNow().UtcTicks;
                Say($"{await ActAsync(producer % 8, clinician, editor)} {began}\n");
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None);
            }
        }
    }

    // Of eight producers two write and correct notes, two look at their list, and four write the entry of a read.
    private Task<string> ActAsync(int kind, Actor clinician, CrashEditor editor) => kind switch
    {
        0 or 1 => EditAsync(editor),
        2 or 3 => ListAsync(clinician),
        _ => ReadAsync(),
    };

    private static async Task<string> EditAsync(CrashEditor editor)
    {
        var (id, version) = await editor.ActAsync();
        return $"{CrashLines.Edit} {id} {version}";
    }

    private async Task<string> ReadAsync()
    {
        var entry = portal.Entry(AuditAction.Read, scene.Patient);
        await portal.Get<AuditLog>().AppendAsync(entry, default);
        return $"{CrashLines.Entry} {entry.Id}";
    }

    private async Task<string> ListAsync(Actor clinician)
    {
        var list = await portal.Get<ListMyPatients>().ForAsync(clinician, Purpose.Treatment, null, default);
        return list.Items.Count == 1 ? $"{CrashLines.Session} {clinician.Session}" : throw new InvalidOperationException("The clinician's patient is not listed.");
    }

    private void Say(string line)
    {
        lock (alone)
        {
            output.Write(System.Text.Encoding.ASCII.GetBytes(line));
            output.Flush();
        }
    }
}

using Portal.Data.Auditing;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Patients;
using Portal.Features.Patients.Chart;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Data.Crash;

/// <summary>A process to be killed: sixty-four producers of audited reads and changes, each of which says so once it has been told that it is durable.</summary>
internal sealed class CrashVictim(OwnPortal portal, CrashScene scene, Stream output)
{
    public const string Verb = "crash-victim";
    private const int Producers = 64;

    private readonly Lock alone = new();

    /// <summary>Runs until it is killed. What fails is not acknowledged, and goes on once the database is back.</summary>
    public static async Task RunAsync(string[] words)
    {
        var scene = CrashScene.Parse(words);
        await using var portal = await OwnPortal.EnterAsync(DataFolder.Open(scene.Folder));
        await using var output = Console.OpenStandardOutput();
        var victim = new CrashVictim(portal, scene, output);
        await Task.WhenAll(Enumerable.Range(0, Producers).Select(victim.ProduceAsync));
    }

    private async Task ProduceAsync(int producer)
    {
        var clinician = Actor.Person(scene.Clinician, Role.Clinician, SessionId.New(), Origin.Local);
        var rows = new Queue<Guid>();
        for (var turn = 0; ; turn++)
        {
            try
            {
                Say(await ActAsync(producer % 8, clinician, rows));
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }
    }

    // Of eight producers two change, two open the record as a clinician does, and four write the entry of a read.
    private Task<string> ActAsync(int kind, Actor clinician, Queue<Guid> rows) => kind switch
    {
        0 => AddAsync(),
        1 => rows.Count < 3 ? AddAsync(rows) : EditAsync(rows),
        2 or 3 => OpenAsync(clinician),
        _ => ReadAsync(),
    };

    private async Task<string> AddAsync(Queue<Guid>? rows = null)
    {
        var entry = portal.Entry(AuditAction.Create, scene.Patient);
        await portal.WriteAsync(entry, fresh: false, access => [CrashScene.Observation(access, scene.Patient, entry)]);
        rows?.Enqueue(entry.Id.Value);
        return $"{CrashLines.Entry} {entry.Id}";
    }

    private async Task<string> EditAsync(Queue<Guid> rows)
    {
        var (entry, id, version) = (portal.Entry(AuditAction.Update, scene.Patient), rows.Dequeue(), 0);
        rows.Enqueue(id);
        await portal.ChangeAsync(entry, fresh: false, async (db, access) =>
        {
            var row = (await db.Set<Observation>().FindAsync(id))!;
            row.Details = access.Protect(scene.Patient, CrashScene.Details(row.Version));
            version = row.Version + 1;
        });
        return $"{CrashLines.Edit} {entry.Id} {id} {version}";
    }

    private async Task<string> ReadAsync()
    {
        var entry = portal.Entry(AuditAction.Read, scene.Patient);
        await portal.Get<AuditLog>().AppendAsync(entry, default);
        return $"{CrashLines.Entry} {entry.Id}";
    }

    private async Task<string> OpenAsync(Actor clinician)
    {
        var list = await portal.Get<ListMyPatients>().ForAsync(clinician, Purpose.Treatment, null, default);
        return list.Items.Count == 1 ? $"{CrashLines.Session} {clinician.Session}" : throw new InvalidOperationException("The clinician's patient is not listed.");
    }

    private void Say(string line)
    {
        lock (alone)
        {
            output.Write(System.Text.Encoding.ASCII.GetBytes(line + "\n"));
            output.Flush();
        }
    }
}

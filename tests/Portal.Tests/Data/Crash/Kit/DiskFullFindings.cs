using System.Diagnostics;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Data.Auditing;
using Portal.Data.Auditing.Sealing;
using Portal.Data.Findings;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;

namespace Portal.Tests.Data.Crash;

/// <summary>What became of producers whose audit log has a full disk, and how soon somebody was told.</summary>
/// <param name="Acknowledged">Accesses and changes that somebody was told of.</param>
/// <param name="Lost">Of these, what is not there afterwards.</param>
/// <param name="Broken">Changes without entry, entries without change, holes in history, broken seals, a log that does not verify.</param>
/// <param name="Opened">What was shown, changed or said to be ready while the disk was full.</param>
/// <param name="Alert">From the first refusal until it was logged for an operator.</param>
/// <param name="Back">From when there was space until entries were taken again.</param>
/// <param name="Sealed">From when there was space until a block was sealed.</param>
/// <param name="Findings">Findings that tell of it afterwards.</param>
internal sealed record DiskFullFindings(long Acknowledged, long Lost, long Broken, long Opened, TimeSpan Alert, TimeSpan Back, TimeSpan Sealed, int Findings)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="folder">A folder for an instance of its own.</param>
    /// <param name="place">Where the volume is mounted.</param>
    /// <param name="producers">How many produce.</param>
    /// <param name="full">How long the disk stays full.</param>
    public static async Task<DiskFullFindings> OfAsync(DataFolder folder, string place, int producers, TimeSpan full)
    {
        var scene = await CrashScene.SetAsync(folder);
        using var alert = new AlertSeen();
        AuditVolume? volume = null;
        try
        {
            await using var portal = await OwnPortal.EnterAsync(folder, exchange: services => services.AddLogging(logging => logging.AddProvider(alert)));
            volume = await AuditVolume.MoveAsync(portal, folder, place, 64L << 20);
            return await RunAsync(portal, scene, volume, alert, producers, full);
        }
        finally
        {
            volume?.Dispose(); // once nobody uses it
        }
    }

    private static async Task<DiskFullFindings> RunAsync(OwnPortal portal, CrashScene scene, AuditVolume volume, AlertSeen alert, int producers, TimeSpan full)
    {
        await portal.Get<SealingJob>().StartAsync(default);
        await portal.Get<AuditWatch>().StartAsync(default);
        using var stop = new CancellationTokenSource();
        using var output = new MemoryStream();
        await using var seals = new SealWatch(portal.Cluster);
        var work = new CrashVictim(portal, scene, output).ProduceAsync(producers, stop.Token);
        await seals.NextBlockAsync();

        volume.FillExcept(1L << 20);
        await portal.Get<AuditHealth>().Refused.WaitAsync(Patience);
        var refused = Stopwatch.StartNew();
        await alert.Seen.WaitAsync(Patience);
        var alertAfter = refused.Elapsed;
        var opened = await OpenedAsync(portal, scene, full);

        volume.MakeSpace();
        var back = Stopwatch.StartNew();
        while (!portal.Get<CheckReady>().TakesEntries(Actor.Anonymous) && back.Elapsed < Patience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        var backAfter = back.Elapsed;
        await seals.NextBlockAsync();
        var sealedAfter = back.Elapsed;
        await Task.Delay(TimeSpan.FromSeconds(1));
        await using var db = portal.Open();
        while (await db.Set<Finding>().CountAsync(one => one.Kind == FindingKind.NotWritten) == 0 && back.Elapsed < Patience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100)); // told apart from being ready
        }

        await stop.CancelAsync();
        await work;
        await portal.Get<AuditWatch>().StopAsync(default);
        await portal.Get<SealingJob>().StopAsync(default);

        var told = new CrashLines(Encoding.ASCII.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        var found = await CrashFindings.OfAsync(portal, scene, told);
        var findings = await db.Set<Finding>().CountAsync(one => one.Kind == FindingKind.NotWritten);
        return new DiskFullFindings(told.Count, found.Lost, found.Broken, opened, alertAfter, backAfter, sealedAfter, findings);
    }

    // Of different batches, so that a small one may fit where a large one does not: what it opens then has its entry, and is looked for like the others.
    private static async Task<long> OpenedAsync(OwnPortal portal, CrashScene scene, TimeSpan full)
    {
        var opened = 0L;
        var clinician = Actor.Person(scene.Clinician, Role.Clinician, SessionId.New(), Origin.Local);
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < full)
        {
            var before = await portal.CountAsync("audit.log WHERE session = $1", clinician.Session!.Value.Value);
            var shown = await IsDoneAsync(() => portal.Get<Portal.Features.Patients.ListMyPatients>().ForAsync(clinician, Purpose.Treatment, null, default));
            var written = await portal.CountAsync("audit.log WHERE session = $1", clinician.Session!.Value.Value) - before;
            opened += shown && written == 0 ? 1 : 0;
            opened += portal.Get<CheckReady>().TakesEntries(Actor.Anonymous) ? 1 : 0;
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        return opened;
    }

    private static async Task<bool> IsDoneAsync(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (AuditUnavailableException)
        {
            return false;
        }
    }

    private sealed class AlertSeen : ILoggerProvider, ILogger
    {
        private readonly TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Seen => seen.Task;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Critical && formatter(state, exception).StartsWith("The audit log takes no entries", StringComparison.Ordinal))
            {
                seen.TrySetResult();
            }
        }

        public void Dispose()
        {
        }
    }
}

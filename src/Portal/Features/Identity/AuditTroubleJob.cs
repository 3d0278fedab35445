using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Data.Auditing.Sealing;
using Portal.Data.Findings;
using Portal.Kernel.Access;
using Portal.Kernel.Findings;

namespace Portal.Features.Identity;

/// <summary>Sees to it that compliance officers are told, and a finding is raised, when this node finds the audit log in trouble. What fails is tried again at the next look.</summary>
internal sealed class AuditTroubleJob(SealingState state, TellAuditTrouble tell, FindingLog findings, TimeProvider clock, ILogger<AuditTroubleJob> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private static readonly Actor Job = Actor.System("audit-trouble");

    /// <summary>One look; how many people were told.</summary>
    public async Task<int> LookAsync(CancellationToken cancel)
    {
        var told = 0;
        foreach (var trouble in state.Troubles)
        {
            // One that cannot be told keeps no other from being told, and neither way the other one: the finding first, because nobody's address can stop it.
            await TryAsync(async () => await findings.RaiseAsync(Job, FindingOf(trouble), cancel) ? 1 : 0, cancel);
            told += await TryAsync(() => tell.ForAsync(Job, trouble.ToString(), WordsOf(trouble), cancel), cancel);
        }

        return told;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await LookAsync(stoppingToken);
        }
    }

    private async Task<int> TryAsync(Func<Task<int>> step, CancellationToken cancel)
    {
        try
        {
            return await step();
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            log.LogError("Compliance officers could not be told of the audit log's trouble ({Kind}); it is tried again.", failure.GetType().Name);
            return 0;
        }
    }

    private static NewFinding FindingOf(SealTrouble trouble) =>
        new(trouble is SealTrouble.TargetBehind or SealTrouble.DeliveryAltered ? FindingKind.TargetBehind : FindingKind.Sealing, trouble.ToString()) { Detail = trouble.ToString(), ReviewedFor = TimeSpan.FromDays(1) };

    private static string WordsOf(SealTrouble trouble) => trouble switch
    {
        SealTrouble.NumbersBehind => "The log is not sealed: the database was restored elsewhere and numbers its transactions anew",
        SealTrouble.BlocksChanged => "The log is not sealed: blocks that were there are gone or are others",
        SealTrouble.EntryChanged => "Entries were changed before they were sealed",
        SealTrouble.FalseEpoch => "The log is not sealed: its newest epoch was not begun by the portal",
        SealTrouble.NumbersAhead => "Entries cannot be sealed: they carry numbers that the database has not given yet",
        SealTrouble.TargetBehind => "Checkpoints do not reach the place outside the database",
        SealTrouble.DeliveryAltered => "What the database says of the checkpoints outside it was altered past the portal",
        _ => "Entries have waited too long to be sealed",
    };
}

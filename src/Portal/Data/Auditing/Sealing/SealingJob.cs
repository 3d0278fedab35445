using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Kernel.Audit;

namespace Portal.Data.Auditing.Sealing;

/// <summary>
/// While the portal serves: looks every second whether entries can be sealed, on every node; one of them has the turn. A few entries wait some seconds for
/// more, so that a quiet night does not make a block of each. What is committed and not sealed for half a minute is an alarm.
/// </summary>
internal sealed class SealingJob(PortalInstance instance, AuditSealer sealer, SealingState state, TimeProvider clock, ILogger<SealingJob> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>How long a few entries wait for more.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Entries that wait longer are an alarm.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromSeconds(30);

    /// <summary>Sealing gives way to those who append only while what it seals is younger: what is not sealed could be deleted unseen.</summary>
    public static readonly TimeSpan Restless = TimeSpan.FromSeconds(10);

    private const int MostCounted = 100_000;

    private static readonly SealTrouble[] OfARound = [SealTrouble.NumbersBehind, SealTrouble.BlocksChanged, SealTrouble.FalseEpoch];

    private static readonly TimeSpan CountInterval = TimeSpan.FromSeconds(10);

    private DateTimeOffset? waitingSince;
    private DateTimeOffset nextCount;
    private (LogPosition Place, DateTimeOffset Since)? stuck;
    private DateTimeOffset? oldSince;
    private string? failed;

    /// <summary>One look. A failure is told once while it is the same, and tried again in a second.</summary>
    public async Task LookAsync(CancellationToken cancel)
    {
        var failure = await TryAsync(SealAsync, cancel);
        // Apart: that entries wait for too long must be told above all where no try seals them.
        if (clock.GetUtcNow() >= nextCount)
        {
            nextCount = clock.GetUtcNow() + CountInterval;
            failure = await TryAsync(CountAsync, cancel) ?? failure;
        }

        if (failure is not null && failure != failed)
        {
            log.LogWarning("The audit log could not be sealed just now ({Kind}); it is tried again each second.", failure);
        }

        failed = failure;
    }

    /// <summary>Whether sealing may give way after a round.</summary>
    internal static bool MayRest(SealRound round, DateTimeOffset now) => round.Oldest is not { } oldest || now - oldest <= Restless;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (instance.CheckpointKey is null)
        {
            log.LogWarning("No key signs checkpoints here: the audit log is sealed into blocks, and nobody outside could tell if all of them were replaced.");
        }

        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            do
            {
                await LookAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await SealRestAsync();
        }
    }

    private static async Task<string?> TryAsync(Func<CancellationToken, Task> work, CancellationToken cancel)
    {
        try
        {
            await work(cancel);
            return null;
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            return failure.GetType().Name;
        }
    }

    private async Task SealAsync(CancellationToken cancel)
    {
        SealRound round;
        do
        {
            var begun = clock.GetTimestamp();
            var isPatient = waitingSince is not { } since || clock.GetUtcNow() - since < Patience;
            round = await sealer.SealAsync(isPatient ? BlockMaker.MostEntries : 1, cancel);
            waitingSince = ReferenceEquals(round, SealRound.Nothing) ? waitingSince : round.Waiting > 0 ? waitingSince ?? clock.GetUtcNow() : null;
            Tell(round);
            if (!MayRest(round, clock.GetUtcNow()))
            {
                continue;
            }

            await GiveWay.AfterAsync(instance.Database.Audit, clock.GetElapsedTime(begun), cancel);
        }
        while (round.IsMore);
    }

    // What waits now would be sealed by the next start: better at once. Nobody waits for it long.
    private async Task SealRestAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            Tell(await sealer.SealAsync(1, limit.Token));
        }
        catch (Exception failure)
        {
            log.LogInformation("The last entries are sealed by the next start ({Kind}).", failure.GetType().Name);
        }
    }

    private async Task CountAsync(CancellationToken cancel)
    {
        var (place, unsealed) = await sealer.CountUnsealedAsync(MostCounted, cancel);
        var now = clock.GetUtcNow();
        state.Unsealed = unsealed;
        var isAhead = unsealed > 0 && await instance.Database.Seals.IsAheadAsync(cancel);
        if (state.Set(SealTrouble.NumbersAhead, isAhead) && isAhead)
        {
            log.LogCritical("Entries of the audit log carry transaction numbers that the database has not given yet; they cannot be sealed. See the runbook on a break of the audit log.");
        }

        stuck = unsealed == 0 ? null : stuck is { } before && before.Place == place ? before : (place, now);
        var isLate = (stuck is { } waits && now - waits.Since >= Late) || await IsOldAsync(place, unsealed, now, cancel);
        if (state.Set(SealTrouble.Behind, isLate) && isLate)
        {
            log.LogCritical("{Unsealed} entries of the audit log wait to be sealed for more than {Seconds} seconds. See the runbook on the audit log.", unsealed, Late.TotalSeconds);
        }
    }

    // Under a flood the place moves on, and what is next is old all the same. Old at one count alone is no alarm: it was committed late, or lay there when the portal started.
    private async Task<bool> IsOldAsync(LogPosition place, long unsealed, DateTimeOffset now, CancellationToken cancel)
    {
        var age = unsealed > 0 && (await instance.Database.Seals.NextAsync(place, 1, cancel)) is [var next] ? now - next.Entry.At : TimeSpan.Zero;
        oldSince = age >= Late - CountInterval ? oldSince ?? now : null;
        return age >= Late && now - oldSince >= CountInterval;
    }

    private void Tell(SealRound round)
    {
        if (ReferenceEquals(round, SealRound.Nothing))
        {
            return; // another node has the turn: this one has learned nothing, and what it knew stays
        }

        foreach (var trouble in OfARound)
        {
            if (state.Set(trouble, round.Trouble == trouble) && round.Trouble == trouble)
            {
                log.LogCritical("The audit log is not sealed any more: {Trouble}. Keep the database as it is and see the runbook on a break of the audit log.", trouble);
            }
        }

        // Stays until a restart: the log was attacked, and every verification says where.
        if (round.Trouble is SealTrouble.EntryChanged && state.Set(round.Trouble, isThere: true))
        {
            log.LogCritical("Entries of the audit log were changed before they were sealed: run verify-audit, and see the runbook on a break of the audit log.");
        }
    }
}

using Portal.Kernel.Audit;

namespace Portal.Data.Auditing;

/// <summary>
/// Work on the log that nobody waits for lets those go first who append, and wait: while many entries are under way it rests for some times as long as it worked. What it
/// has not done by then it does once there is less to append.
/// </summary>
internal static class GiveWay
{
    private const int Times = 20;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>Rests where the log is busy.</summary>
    /// <param name="log">The log.</param>
    /// <param name="spent">How long the work took since the last rest.</param>
    /// <param name="cancel">Ends the rest.</param>
    public static Task AfterAsync(IAuditStore log, TimeSpan spent, CancellationToken cancel) =>
        log.IsBusy ? Task.Delay(spent < Longest / Times ? spent * Times : Longest, cancel) : Task.CompletedTask;
}

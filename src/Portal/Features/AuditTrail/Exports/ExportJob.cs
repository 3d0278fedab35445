using System.Data.Common;
using Microsoft.Extensions.Logging;
using Portal.Data;
using Portal.Data.Auditing.Proof;

namespace Portal.Features.AuditTrail.Exports;

/// <summary>
/// While the portal serves: writes exports, one at a time on each node, and deletes files whose time is over. A fresh search waits for the checkpoint that covers it, a minute at
/// most; what is not covered by then leaves as not sealed.
/// </summary>
internal sealed class ExportJob(ExportBook book, ExportRun run, SetProver prover, TimeProvider clock, ILogger<ExportJob> log)
    : RegularJob(Interval, "Exports of the audit log were not written", clock, log)
{
    /// <summary>A checkpoint is made each minute of activity; a request is activity.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ExpiryInterval = TimeSpan.FromMinutes(1);

    // PostgreSQL's class 53: the disk is full, or something else has run out (Appendix A).
    private const string Exhausted = "53";

    private readonly TimeProvider clock = clock;
    private readonly ILogger log = log;
    private DateTimeOffset looked;

    /// <summary>Writes the next export to its end, if one waits; whether there was one.</summary>
    public async Task<bool> WriteNextAsync(CancellationToken cancel)
    {
        var (newest, now) = ((await prover.NewestAsync(cancel))?.Checkpoint.At, clock.GetUtcNow());
        var row = await book.TakeAsync(one => one.FileId is not null || newest > one.RequestedAt || now - one.RequestedAt > Patience, cancel);
        if (row is null)
        {
            return false;
        }

        try
        {
            await run.WriteAsync(row, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await LeaveAsync(row);
            throw;
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            log.LogError("An export of the audit log was not written: {Kind}.", failure.GetType().Name);
            await book.GiveUpAsync(row, CodeOf(failure), failure is ExportFailedException, cancel);
        }

        return true;
    }

    /// <summary>Deletes what has expired.</summary>
    public Task<int> ExpireAsync(CancellationToken cancel) => book.ExpireAsync(cancel);

    internal static string CodeOf(Exception failure) => failure switch
    {
        ExportFailedException known => known.Code,
        InvalidDataException => "damaged",
        TimeoutException => "too-slow",
        _ when Chain(failure).OfType<DbException>().Any(one => one.SqlState?.StartsWith(Exhausted, StringComparison.Ordinal) == true) => "no-space",
        _ => "failed",
    };

    protected override async Task LookAsync(CancellationToken cancel)
    {
        do
        {
            await ExpireInTimeAsync(cancel);
        }
        while (await WriteNextAsync(cancel)); // one after the other
    }

    // Nobody waits for it long: a turn that is not given back ends by itself.
    private async Task LeaveAsync(AuditExport row)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await book.LeaveAsync(row, limit.Token);
        }
        catch (Exception failure)
        {
            log.LogInformation("The turn of an export ends by itself ({Kind}).", failure.GetType().Name);
        }
    }

    private async Task ExpireInTimeAsync(CancellationToken cancel)
    {
        if (clock.GetUtcNow() - looked > ExpiryInterval)
        {
            looked = clock.GetUtcNow();
            await ExpireAsync(cancel);
        }
    }

    private static IEnumerable<Exception> Chain(Exception failure)
    {
        for (var one = failure; one is not null; one = one.InnerException)
        {
            yield return one;
        }
    }
}

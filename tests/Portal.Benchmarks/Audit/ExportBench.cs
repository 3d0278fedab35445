using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.AuditTrail;
using Portal.Features.AuditTrail.Exports;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Benchmarks.Audit;

/// <summary>A long export of the sealed log with its proofs: entries a second, and whether memory stays flat. The request stands in the table as if somebody had asked.</summary>
internal static class ExportBench
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    public static async IAsyncEnumerable<Result> RunAsync()
    {
        await using var log = await LogsAtSize.SealedAsync();
        foreach (var format in new[] { AuditExportFormat.Ndjson, AuditExportFormat.Csv })
        {
            var (entries, seconds, memory) = await ExportAsync(log.Instance, format, log.Entries);
            yield return Result.Alone("audit-export", $"entries a second into a file of {format} with proofs, {entries:N0} entries in {seconds:0} s", entries / seconds, "/s");
            var quarter = memory.Count / 4;
            yield return Result.Of("audit-export", "resident memory at most in the last quarter of it; peer: in the second", memory[^quarter..].Max(), memory[quarter..(2 * quarter)].Max(), "MB", Limit.RatioAtMost(1.1));
        }
    }

    private static async Task<(long Entries, double Seconds, List<double> Memory)> ExportAsync(BenchInstance instance, AuditExportFormat format, long entries)
    {
        var id = await AskAsync(instance, format, entries);
        var (memory, watch) = (new List<double>(), Stopwatch.StartNew());
        var work = instance.Get<ExportJob>().WriteNextAsync(default);
        while (await Task.WhenAny(work, Task.Delay(Look)) != work)
        {
            memory.Add(Environment.WorkingSet / 1e6);
        }

        Expect.That(await work);
        await using var db = instance.Get<PortalDatabase>().Open();
        var row = await db.Set<AuditExport>().AsNoTracking().SingleAsync(one => one.Id == id);
        Expect.That(row is { State: AuditExportState.Ready, Broken: 0, NotSealed: 0 });
        return (row.Written, watch.Elapsed.TotalSeconds, memory);
    }

    private static async Task<Guid> AskAsync(BenchInstance instance, AuditExportFormat format, long entries)
    {
        var now = TimeProvider.System.GetUtcNow();
        var row = new AuditExport
        {
            Id = Guid.NewGuid(),
            AccountId = Guid.NewGuid(),
            Role = Role.Auditor,
            Format = format,
            Reason = AuditExportReason.Review,
            State = AuditExportState.Waiting,
            RequestedAt = now.AddHours(-1),
            // A fifth of the time holds a fifth of the entries, none of them younger than the checkpoints.
            ProtectedQuery = new(QueryText.Of(new AuditQuery { From = now.AddDays(-30), To = now.AddDays(entries > 300_000 ? -15 : 0) }), instance.Get<KeyRing>().Of(KeyUse.Accounts)),
        };
        await using var db = instance.Get<PortalDatabase>().Open();
        db.Add(row);
        await db.Database.BeginTransactionAsync();
        var log = instance.Get<Portal.Data.Auditing.AuditLog>();
        await log.AppendAsync(db, log.NewEntry(Actor.System("bench"), Purpose.System, Kernel.Audit.AuditAction.Export, Kernel.Audit.AuditResource.AuditLog, Kernel.Audit.DataCategories.Audit, Kernel.Audit.AuditOutcome.Allowed), default);
        await db.SaveChangesAsync();
        await db.Database.CommitTransactionAsync();
        return row.Id;
    }
}

using Microsoft.EntityFrameworkCore;
using Portal.Kernel.Audit;

namespace Portal.Data.Auditing.Sealing;

/// <summary>Up to which entry the log is sealed.</summary>
internal static class SealedTo
{
    public static async Task<LogPosition> PlaceAsync(PortalDatabase database, CancellationToken cancel)
    {
        await using var db = database.Open();
        if (await db.Set<EpochRow>().OrderByDescending(row => row.Number).FirstOrDefaultAsync(cancel) is not { } epoch)
        {
            return LogPosition.Start;
        }

        var last = await db.Set<BlockRow>().Where(row => row.Epoch == epoch.Id).OrderByDescending(row => row.No)
            .Select(row => new { row.LastXact, row.LastId }).FirstOrDefaultAsync(cancel);
        return last is null ? new LogPosition((ulong)epoch.AfterXact, epoch.AfterId) : new LogPosition((ulong)last.LastXact, last.LastId);
    }
}

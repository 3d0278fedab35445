using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Data;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.Desk;

/// <summary>
/// While the portal serves: closes codes that nobody used in time, so that a patient's name and addresses do not stay in them (GDPR Art. 5(1)(e)). It looks every hour, on
/// every node; whoever is first closes.
/// </summary>
internal sealed class DeskCodesJob(PortalDatabase database, DeskCodes codes, DeskAudit audit, TimeProvider clock, ILogger<DeskCodesJob> log)
    : RegularJob(Interval, "Codes of the desk whose time is over were not closed", clock, log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private static readonly Actor Job = Actor.System("desk-codes");

    /// <summary>Closes all whose time is over; how many.</summary>
    public async Task<int> CloseAsync(CancellationToken cancel)
    {
        var now = Clock.GetUtcNow();
        await using var db = database.Open();
        var old = await db.Set<DeskCode>().AsNoTracking().Where(c => c.State == DeskCodeState.Open && c.ExpiresAt <= now).ToListAsync(cancel);
        var closed = 0;
        foreach (var row in old)
        {
            closed += await CloseAsync(db, row, cancel) ? 1 : 0;
        }

        return closed;
    }

    protected override Task LookAsync(CancellationToken cancel) => CloseAsync(cancel);

    private async Task<bool> CloseAsync(PortalDbContext db, DeskCode row, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await audit.DoneAsync(db, Job, row.PatientId, row.AccountId, "desk-code-expired", cancel);
        var isMine = await codes.CloseAsync(db.Set<DeskCode>().Where(c => c.Id == row.Id && c.State == DeskCodeState.Open), DeskCodeState.Expired, cancel) == 1;
        await (isMine ? transaction.CommitAsync(cancel) : transaction.RollbackAsync(cancel));
        return isMine;
    }
}

using Microsoft.EntityFrameworkCore;
using Portal.Data.Findings;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;
using Portal.Kernel.Findings;

namespace Portal.Data.Auditing.Emergency;

/// <summary>
/// Brings what was done in an emergency into the audit log once it takes entries again, and raises a finding with the same transaction: that it happened, or that the
/// spool does not hold. Killed in between, it begins again: an entry that is there already is left as it is.
/// </summary>
internal sealed class SpoolMerger(PortalDatabase database, AuditLog audit, KeyRing keys, SpoolBook book, FindingLog findings, SpoolSettings settings, TimeProvider clock)
{
    private static readonly Actor Job = Actor.System("emergency-spool");

    /// <summary>One look at the spool of this node.</summary>
    /// <returns>How many entries went into the log.</returns>
    /// <exception cref="AuditUnavailableException">The log still takes none.</exception>
    public async Task<int> MergeAsync(CancellationToken cancel)
    {
        if (settings.Folder is not { } folder || !SpoolFile.IsBegun(folder))
        {
            return 0;
        }

        using var file = await SpoolFile.TakeAsync(folder, cancel);
        await using var db = database.Open();
        var head = await SpoolBook.FindAsync(db, file.Id, cancel);
        if (!file.HasLines && (head is null || (book.IsTrue(head) && head.Written == head.Merged)))
        {
            return 0;
        }

        var read = SpoolReading.Of(keys, audit, head is not null && !book.IsTrue(head) ? null : head, file.Read(), isHeadFalse: head is not null && !book.IsTrue(head));
        if (read.IsNothing)
        {
            file.Clear(); // a merge that was killed before it removed what it had merged
            return 0;
        }

        await TakeInAsync(db, head, file.Id, read, cancel);
        if (read.Fault is null)
        {
            file.Clear();
        }
        else
        {
            file.SetAside(clock.GetUtcNow());
        }

        return read.Entries.Count;
    }

    private async Task TakeInAsync(PortalDbContext db, SpoolHead? head, Guid spool, SpoolReading read, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var (kind, detail) = read.Fault is { } fault ? (FindingKind.SpoolBroken, fault.ToString()) : (FindingKind.EmergencySpool, (string?)null);
        await audit.AppendKeptAsync(db, read.Entries, cancel);
        await findings.RaiseAsync(
            db, Job,
            new NewFinding(kind, $"{spool:N}:{read.LastNo}") { Detail = detail, Entries = [.. read.Entries.Select(entry => entry.Entry.Id.Value)], Times = Math.Max(1, read.Entries.Count) },
            cancel);
        await book.MergedAsync(db, head, spool, read.LastNo, read.LastLink, cancel);
        await transaction.CommitAsync(cancel);
    }
}

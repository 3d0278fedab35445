using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Kernel;
using Portal.Kernel.Crypto;

namespace Portal.Data.Auditing.Emergency;

/// <summary>The heads of spools in the database. A head that this instance did not write, or that is gone, is not believed.</summary>
internal sealed class SpoolBook(KeyRing keys, TimeProvider clock)
{
    /// <summary>The head of a spool, in the caller's context; <c>null</c> where there is none.</summary>
    public static Task<SpoolHead?> FindAsync(PortalDbContext db, Guid spool, CancellationToken cancel) =>
        db.Set<SpoolHead>().SingleOrDefaultAsync(head => head.Id == spool, cancel);

    public bool IsTrue(SpoolHead head) => Mac.Same(head.Mac, MacOf(head));

    /// <summary>Sets what was written last, and saves it.</summary>
    /// <exception cref="DbUpdateException">Somebody else changed it.</exception>
    public async Task WroteAsync(PortalDbContext db, SpoolHead? there, Guid spool, SpoolLine line, CancellationToken cancel)
    {
        var head = there ?? new SpoolHead { Id = spool, MergedLink = SpoolLine.Start, Version = 0 };
        if (there is null)
        {
            db.Add(head);
        }

        (head.Written, head.Link) = (line.No, line.Link);
        await SaveAsync(db, head, cancel);
    }

    /// <summary>Sets that all that was written is in the log, and saves it.</summary>
    /// <exception cref="DbUpdateException">Somebody else changed it.</exception>
    public async Task MergedAsync(PortalDbContext db, SpoolHead? there, Guid spool, long no, byte[] link, CancellationToken cancel)
    {
        var head = there ?? new SpoolHead { Id = spool, Version = 0 };
        if (there is null)
        {
            db.Add(head);
        }

        (head.Written, head.Link, head.Merged, head.MergedLink) = (no, link, no, link);
        await SaveAsync(db, head, cancel);
    }

    private async Task SaveAsync(PortalDbContext db, SpoolHead head, CancellationToken cancel)
    {
        head.At = Microseconds.Cut(clock.GetUtcNow());
        head.Version++;
        head.Mac = MacOf(head);
        await db.SaveChangesAsync(cancel);
    }

    private byte[] MacOf(SpoolHead head) => Mac.Short(
        keys.Of(KeyUse.AuditMacs).Bytes,
        Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"spool|{head.Id}|{head.Written}|{Convert.ToHexString(head.Link)}|{head.Merged}|{Convert.ToHexString(head.MergedLink)}|{head.Version}")));
}

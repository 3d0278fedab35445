using System.Globalization;
using System.Linq.Expressions;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Auditing.Sealing;
using Portal.Kernel.Crypto;

namespace Portal.Data.Auditing.Proof;

/// <summary>Verifications that ran to their end. Each carries a MAC, so that nobody with SQL alone can say that a part of the log was verified.</summary>
internal sealed class VerificationBook(PortalDatabase database, KeyRing keys)
{
    private const int PageSize = 100;

    /// <summary>Adds one in the context's transaction.</summary>
    public void Add(PortalDbContext db, VerificationRow row)
    {
        row.Mac = MacOf(row);
        db.Add(row);
    }

    /// <summary>Up to where the last one that found nothing has come; <c>null</c> without one.</summary>
    public async Task<VerifiedTo?> LastAsync(CancellationToken cancel) =>
        (await TrueAsync(row => row.Kind == null && row.Epoch != null, 1, cancel)).Select(row => new VerifiedTo(row.Epoch!.Value, row.Size, row.Root)).FirstOrDefault();

    /// <summary>The newest ones, of those that are true.</summary>
    public Task<List<VerificationRow>> NewestAsync(int count, CancellationToken cancel) => TrueAsync(_ => true, count, cancel);

    // However many others somebody may have put before them.
    private async Task<List<VerificationRow>> TrueAsync(Expression<Func<VerificationRow, bool>> which, int count, CancellationToken cancel)
    {
        await using var db = database.Open();
        var asked = db.Set<VerificationRow>().AsNoTracking().Where(which).OrderByDescending(row => row.At).ThenByDescending(row => row.Id);
        var (found, page) = (new List<VerificationRow>(), await asked.Take(PageSize).ToListAsync(cancel));
        while (page.Count > 0 && found.Count < count)
        {
            found.AddRange(page.Where(IsTrue));
            var (at, id) = (page[^1].At, page[^1].Id);
            page = await asked.Where(row => row.At < at || (row.At == at && row.Id.CompareTo(id) < 0)).Take(PageSize).ToListAsync(cancel);
        }

        return [.. found.Take(count)];
    }

    private bool IsTrue(VerificationRow row) => Mac.Same(row.Mac, MacOf(row));

    private byte[] MacOf(VerificationRow row) => Mac.Short(
        keys.Of(KeyUse.AuditMacs).Bytes,
        Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"verification|{row.Id}|{row.At.UtcTicks}|{row.Account}|{row.Scope}|{row.Entries}|{row.Unsealed}|{row.Kind}|{row.FirstBad}|{row.Seconds:R}|{row.Epoch}|{row.Size}|{Convert.ToHexString(row.Root)}{PartOf(row)}")));

    // Rows from before there was a part keep the MAC they have.
    private static string PartOf(VerificationRow row) => row.Part is null ? "" : $"|{row.Part}";
}

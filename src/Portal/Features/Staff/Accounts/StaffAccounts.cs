using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Changes;
using Portal.Kernel;
using Portal.Kernel.Crypto;

namespace Portal.Features.Staff.Accounts;

/// <summary>Makes and checks the links between entries and accounts; one whose seal does not hold counts for nothing.</summary>
internal sealed class StaffAccounts(KeyRing keys, TimeProvider clock) : IPersonsAccounts
{
    /// <summary>A new link, sealed.</summary>
    public StaffAccount New(Guid account, Guid entry, AccountId? by)
    {
        var link = new StaffAccount { AccountId = account, EntryId = entry, LinkedBy = by, LinkedAt = clock.GetUtcNow() };
        link.Seal = SealOf(link);
        return link;
    }

    /// <summary>Whether the row is as the portal wrote it.</summary>
    public bool IsSound(StaffAccount link) => Mac.Same(link.Seal, SealOf(link));

    // A link that was turned past the portal must not hide the other side: here it counts as it stands.
    public async Task<IReadOnlyList<Guid>> BesideAsync(PortalDbContext db, Guid account, CancellationToken cancel)
    {
        var entry = await db.Set<StaffAccount>().Where(a => a.AccountId == account).Select(a => (Guid?)a.EntryId).SingleOrDefaultAsync(cancel);
        return entry is null ? [] : await db.Set<StaffAccount>().Where(a => a.EntryId == entry && a.AccountId != account).Select(a => a.AccountId).ToListAsync(cancel);
    }

    private byte[] SealOf(StaffAccount row) => Mac.Short(
        keys.Of(KeyUse.RowSeals).Bytes, [.. "staff.accounts:1:"u8, .. SealBytes.Of(row.AccountId), .. SealBytes.Of(row.EntryId)]);
}

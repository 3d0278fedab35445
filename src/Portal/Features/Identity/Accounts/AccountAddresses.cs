using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Notices;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Accounts;

/// <summary>Where a person is reached by mail: the address of the account, and those of a patient's record as the desk saw them last. A disabled account is told too.</summary>
internal sealed class AccountAddresses(KeyRing keys) : IAddressBook
{
    public async Task<IReadOnlyList<string>> OfAsync(PortalDbContext db, Guid account, bool everyone, CancellationToken cancel)
    {
        // The row that the caller has changed and not saved yet counts as it is.
        var row = db.Set<Account>().Local.FirstOrDefault(a => a.Id == account)
            ?? await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == account, cancel);
        return [.. Lines(row?.ProtectedEmail), .. Lines(everyone ? row?.ProtectedRecordAddresses : null)];
    }

    private string[] Lines(Protected<string>? text) => text?.Open(keys.Of(KeyUse.Accounts)).ValueOrDefault?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];
}

using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel;

namespace Portal.Features.Identity.Accounts;

/// <summary>The accounts of a patient, for features that tell the patient something. It gives ids and nothing else.</summary>
internal sealed class PatientAccounts
{
    /// <summary>Those that are open; none where the patient has no account.</summary>
    public async Task<IReadOnlyList<AccountId>> OfAsync(PortalDbContext db, PatientId patient, CancellationToken cancel) =>
        [.. (await db.Set<Account>().Where(a => a.PatientId == patient && a.DisabledAt == null).Select(a => a.Id).ToListAsync(cancel)).Select(id => new AccountId(id))];
}

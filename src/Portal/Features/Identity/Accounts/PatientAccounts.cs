using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel;

namespace Portal.Features.Identity.Accounts;

/// <summary>Which accounts are a patient's, for features that tell or show the patient something. It gives ids and nothing else.</summary>
internal sealed class PatientAccounts
{
    /// <summary>Those that are open; none where the patient has no account.</summary>
    public async Task<IReadOnlyList<AccountId>> OfAsync(PortalDbContext db, PatientId patient, CancellationToken cancel) =>
        [.. (await db.Set<Account>().Where(a => a.PatientId == patient && a.DisabledAt == null).Select(a => a.Id).ToListAsync(cancel)).Select(id => new AccountId(id))];

    /// <summary>The patient whose account it is; <c>null</c> where it is nobody's, or disabled.</summary>
    public async Task<PatientId?> PatientOfAsync(PortalDbContext db, AccountId account, CancellationToken cancel) =>
        await db.Set<Account>().Where(a => a.Id == account.Value && a.DisabledAt == null).Select(a => a.PatientId).SingleOrDefaultAsync(cancel);
}

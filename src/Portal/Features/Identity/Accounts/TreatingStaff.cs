using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Accounts;

/// <summary>Clinicians and nurses whose accounts are in use: who can be put on a team or referred to.</summary>
internal sealed class TreatingStaff(AccountNames names, HeldRoles roles)
{
    /// <summary>The name of one of them; <c>null</c> for everybody else.</summary>
    public async Task<string?> NameAsync(PortalDbContext db, AccountId account, CancellationToken cancel) =>
        await IsOneAsync(db, account, cancel) && (await names.OfStaffAsync(db, [account], cancel)).TryGetValue(account, out var name) ? name : null;

    /// <summary>The first of them by name whose names have a word that begins with each of these words.</summary>
    public async Task<IReadOnlyList<(AccountId Account, string Name)>> FindAsync(PortalDbContext db, string text, int most, CancellationToken cancel)
    {
        var words = Normalise.Words(text).ToList();
        var found = new List<(AccountId, string)>();
        foreach (var (account, name) in (await names.OfStaffAsync(db, cancel)).Where(one => Fits(one.Value, words)).OrderBy(one => one.Value, StringComparer.CurrentCultureIgnoreCase))
        {
            if (found.Count < most && await IsOneAsync(db, account, cancel))
            {
                found.Add((account, name));
            }
        }

        return found;
    }

    private async Task<bool> IsOneAsync(PortalDbContext db, AccountId account, CancellationToken cancel) =>
        await db.Set<Account>().AnyAsync(row => row.Id == account.Value && row.DisabledAt == null, cancel)
        && (await roles.OfAsync(db, account.Value, cancel)).Any(role => role is Role.Clinician or Role.Nurse);

    private static bool Fits(string name, List<string> words)
    {
        var own = Normalise.Words(name).ToList();
        return words.Count > 0 && words.TrueForAll(word => own.Exists(one => one.StartsWith(word, StringComparison.Ordinal)));
    }
}

using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Crypto;

namespace Portal.Features.Findings.Feeds;

/// <summary>By what a member of staff would be known as a patient: blind indexes of the surname and of the mail address, made as those of patients are.</summary>
/// <param name="Surnames">One for each way in which the name may end in a surname.</param>
/// <param name="Email">That of the account's address.</param>
/// <param name="Patient">The record that belongs to the account.</param>
internal sealed record StaffMark(IReadOnlyList<byte[]> Surnames, byte[]? Email, PatientId? Patient);

/// <summary>Makes the marks of staff. Names are opened here, in the portal's own job, and go nowhere.</summary>
internal sealed class StaffMarks(PatientIndexes indexes, KeyRing keys)
{
    public async Task<IReadOnlyDictionary<AccountId, StaffMark>> OfAsync(PortalDbContext db, IReadOnlyCollection<AccountId> accounts, CancellationToken cancel)
    {
        var wanted = accounts.Select(account => account.Value).ToList();
        var rows = await db.Set<Account>().AsNoTracking().Where(row => wanted.Contains(row.Id)).ToListAsync(cancel);
        return rows.ToDictionary(row => new AccountId(row.Id), MarkOf);
    }

    private StaffMark MarkOf(Account row)
    {
        var key = keys.Of(KeyUse.Accounts);
        var name = row.ProtectedName?.Open(key).ValueOrDefault ?? "";
        var email = row.ProtectedEmail?.Open(key).ValueOrDefault;
        return new StaffMark([.. Surname.EndingsOf(name).Select(indexes.FamilyToken).OfType<byte[]>()], email is null ? null : indexes.EmailToken(email), row.PatientId);
    }
}

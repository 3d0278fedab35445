using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Sessions;
using Portal.Kernel;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Desk;

/// <summary>Finds, proves and closes codes of the desk. Codes and birth dates are stored as keyed hashes: a stolen database says nothing about either.</summary>
internal sealed class DeskCodes(KeyRing keys, DeskCodeSeal seal, TryCounter counter, PortalDatabase database, TimeProvider clock)
{
    /// <summary>How long whoever gave code and birth date has to choose a password, at most: the code's own end is the end of that too.</summary>
    public static readonly TimeSpan ProofTime = TimeSpan.FromMinutes(30);

    private readonly byte[] key = KeyDerivation.Derive(keys.Of(KeyUse.Accounts).Bytes, "desk-codes");

    public byte[] HashOf(string code) => Hash($"code:{code}");

    /// <summary>Bound to the row: two patients of one birthday do not look alike.</summary>
    public byte[] HashOf(Guid row, DateOnly birth) => Hash($"birth:{row:N}:{birth.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");

    /// <summary>The row of a code, whatever its state.</summary>
    public async Task<DeskCode?> FindAsync(PortalDbContext db, string code, CancellationToken cancel)
    {
        var hash = HashOf(code);
        return await db.Set<DeskCode>().AsNoTracking().SingleOrDefaultAsync(c => c.CodeHash == hash, cancel);
    }

    /// <summary>The row of a proof, whatever its state.</summary>
    public static async Task<DeskCode?> ByProofAsync(PortalDbContext db, string token, CancellationToken cancel)
    {
        var hash = SessionToken.HashOf(token);
        return await db.Set<DeskCode>().AsNoTracking().SingleOrDefaultAsync(c => c.ProofHash == hash, cancel);
    }

    /// <summary>Why a code opens nothing; <c>null</c> when it works. For the log alone: people get one answer for all.</summary>
    public string? RefusalOf(DeskCode? row) => RefusalOf(row, row?.ExpiresAt);

    /// <summary>The same for the token of who gave code and birth date. It ends with its code: a code that was proven at its end works no longer for it.</summary>
    public string? RefusalOfProof(DeskCode? row) => RefusalOf(row) ?? RefusalOf(row, row?.ProofUntil);

    /// <summary>
    /// Counts a try before anything is verified, by one statement: of any number of parallel ones five are verified, and from the fifth wrong one on the code is dead.
    /// Where there is no code that works, the try is counted in a row of nobody, so that the work is the same.
    /// </summary>
    public async Task<bool> CountAsync(Guid? row, string typed, CancellationToken cancel)
    {
        if (row is not { } id)
        {
            return await counter.CountAsync(SignInDecoys.IdOf(Convert.ToHexString(HashOf(typed))), cancel);
        }

        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var mine = db.Set<DeskCode>().Where(c => c.Id == id);
        var counted = await mine.Where(c => c.State == DeskCodeState.Open && c.Tries < DeskCode.MaxTries)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Tries, c => c.Tries + 1), cancel) == 1;
        var tries = await mine.Select(c => c.Tries).SingleAsync(cancel);
        await transaction.CommitAsync(cancel);
        return counted && tries <= DeskCode.MaxTries;
    }

    /// <summary>Gives whoever was right a token to go on with, and takes the one try back, in the caller's transaction; <c>null</c> when the code was closed or used beside.</summary>
    public async Task<string?> ProveAsync(PortalDbContext db, DeskCode row, CancellationToken cancel)
    {
        var (token, before) = (SessionToken.New(), row.Seal);
        (row.ProofHash, row.ProofUntil) = (SessionToken.HashOf(token), clock.GetUtcNow() + ProofTime);
        row.Seal = seal.Of(row);
        return await db.Set<DeskCode>().Where(c => c.Id == row.Id && c.State == DeskCodeState.Open && c.Seal == before).ExecuteUpdateAsync(
            set => set
                .SetProperty(c => c.ProofHash, row.ProofHash)
                .SetProperty(c => c.ProofUntil, row.ProofUntil)
                .SetProperty(c => c.Seal, row.Seal)
                .SetProperty(c => c.Tries, c => c.Tries - 1),
            cancel) == 1 ? token : null;
    }

    /// <summary>Uses a code up, in the caller's transaction; <c>false</c> when somebody else was first.</summary>
    public async Task<bool> UseAsync(PortalDbContext db, DeskCode row, CancellationToken cancel) =>
        await CloseAsync(db.Set<DeskCode>().Where(c => c.Id == row.Id && c.State == DeskCodeState.Open && c.ProofHash == row.ProofHash), DeskCodeState.Used, cancel) == 1;

    /// <summary>Closes the patient's open code, if there is one, so that there is never a second one.</summary>
    public async Task<bool> ReplaceAsync(PortalDbContext db, PatientId patient, CancellationToken cancel) =>
        await CloseAsync(db.Set<DeskCode>().Where(c => c.OpenFor == patient), DeskCodeState.Replaced, cancel) > 0;

    /// <summary>Closes codes by one statement and forgets whom they were for; the number closed, so that of two parallel callers one goes on.</summary>
    public Task<int> CloseAsync(IQueryable<DeskCode> which, DeskCodeState state, CancellationToken cancel)
    {
        DateTimeOffset? now = clock.GetUtcNow();
        return which.ExecuteUpdateAsync(
            set => set
                .SetProperty(c => c.State, state)
                .SetProperty(c => c.ClosedAt, now)
                .SetProperty(c => c.OpenFor, (PatientId?)null)
                .SetProperty(c => c.BirthHash, (byte[]?)null)
                .SetProperty(c => c.ProofHash, (byte[]?)null)
                .SetProperty(c => c.ProtectedName, (Protected<string>?)null)
                .SetProperty(c => c.ProtectedAddresses, (Protected<string>?)null)
                .SetProperty(c => c.Seal, (byte[]?)null),
            cancel);
    }

    public string? NameOf(DeskCode row) => row.ProtectedName?.Open(keys.Of(KeyUse.Accounts)).ValueOrDefault;

    public IReadOnlyCollection<string> AddressesOf(DeskCode row) =>
        row.ProtectedAddresses?.Open(keys.Of(KeyUse.Accounts)).ValueOrDefault?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Keeps the record's addresses with the account that a code opened, so that a later way back without the desk is told there too; in the caller's transaction.</summary>
    public async Task KeepAddressesAsync(PortalDbContext db, DeskCode row, CancellationToken cancel)
    {
        var (account, known) = (await db.Set<Account>().SingleAsync(a => a.Id == row.AccountId, cancel), AddressesOf(row));
        account.ProtectedRecordAddresses = known.Count > 0 ? new Protected<string>(string.Join('\n', known), keys.Of(KeyUse.Accounts)) : null;
        await db.SaveChangesAsync(cancel);
    }

    private string? RefusalOf(DeskCode? row, DateTimeOffset? until) => row switch
    {
        null => "desk-code-unknown",
        { State: DeskCodeState.Expired } => "desk-code-expired",
        { State: not DeskCodeState.Open } => "desk-code-closed",
        { Tries: >= DeskCode.MaxTries } => "desk-code-dead",
        _ when !seal.Holds(row) => "damaged",
        _ => until > clock.GetUtcNow() ? null : "desk-code-expired",
    };

    private byte[] Hash(string text)
    {
        var mac = new byte[32];
        Mac.Full(key, Encoding.ASCII.GetBytes(text), mac);
        return mac;
    }
}

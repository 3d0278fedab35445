using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Recovery;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Desk;

/// <summary>The patient whom a code is made for, as the record has it.</summary>
internal sealed record DeskVisitor(PatientId Patient, string Name, DateOnly Birth, IReadOnlyCollection<string> Addresses, IdentityDocument Document)
{
    public override string ToString() => "DeskVisitor";
}

/// <summary>A code just made; it is shown once.</summary>
internal sealed record MadeCode(string Code, DeskCodeKind Kind, DateTimeOffset ExpiresAt)
{
    public override string ToString() => "MadeCode";
}

/// <summary>
/// Makes codes for the desk, which has opened the record through the Gate; what it is for follows from whether the patient has an account. A new code ends the
/// older one.
/// </summary>
internal sealed class DeskCodeMaker(DeskCodes codes, DeskCodeSeal seal, HeldRoles roles, DeskAudit audit, RecoveryNotices notices, KeyRing keys, TimeProvider clock)
{
    /// <summary>For setting an account up at home, after the visit.</summary>
    public static readonly TimeSpan ActivationTime = TimeSpan.FromHours(72);

    /// <summary>Shorter: it opens an account that holds something.</summary>
    public static readonly TimeSpan RecoveryTime = TimeSpan.FromHours(24);

    /// <summary>The code, in the caller's transaction; <c>null</c>, and nothing to commit, when the patient's account is disabled or somebody makes a code at the same moment.</summary>
    public async Task<MadeCode?> MakeAsync(PortalDbContext db, Actor actor, Guid madeBy, DeskVisitor visitor, CancellationToken cancel)
    {
        var accounts = await db.Set<Account>().AsNoTracking().Where(a => a.PatientId == visitor.Patient).ToListAsync(cancel);
        var open = accounts.Find(account => account.DisabledAt is null);
        if (accounts.Count > 0 && (open is null || !(await roles.OfAsync(db, open.Id, cancel)).Contains(Role.Patient)))
        {
            return null;
        }

        var (code, kind) = (TypedCode.New(), open is null ? DeskCodeKind.Activation : DeskCodeKind.Recovery);
        var row = NewRow(visitor, kind, open?.Id ?? Guid.NewGuid(), madeBy, code);
        if (await codes.ReplaceAsync(db, visitor.Patient, cancel))
        {
            await audit.DoneAsync(db, actor, visitor.Patient, null, "desk-code-replaced", cancel);
        }

        if (!await TryAddAsync(db, row, cancel))
        {
            return null;
        }

        await audit.DoneAsync(db, actor, visitor.Patient, row.AccountId, $"desk-{kind}-{visitor.Document}", cancel);
        if (open is not null)
        {
            await notices.OpenedAsync(db, open.Id, visitor.Addresses, cancel);
        }

        return new MadeCode(TypedCode.InGroups(code), kind, row.ExpiresAt);
    }

    private DeskCode NewRow(DeskVisitor visitor, DeskCodeKind kind, Guid account, Guid madeBy, string code)
    {
        var (id, now) = (Guid.NewGuid(), clock.GetUtcNow());
        var row = new DeskCode
        {
            Id = id,
            PatientId = visitor.Patient,
            OpenFor = visitor.Patient,
            AccountId = account,
            Kind = kind,
            State = DeskCodeState.Open,
            Document = visitor.Document,
            MadeBy = madeBy,
            MadeAt = now,
            ExpiresAt = now + (kind == DeskCodeKind.Activation ? ActivationTime : RecoveryTime),
            CodeHash = codes.HashOf(code),
            BirthHash = codes.HashOf(id, visitor.Birth),
            ProtectedName = new Protected<string>(visitor.Name, keys.Of(KeyUse.Accounts)),
            ProtectedAddresses = visitor.Addresses.Count > 0 ? new Protected<string>(string.Join('\n', visitor.Addresses), keys.Of(KeyUse.Accounts)) : null,
        };
        row.Seal = seal.Of(row);
        return row;
    }

    // The index on the patient refuses the second of two that come at once.
    private static async Task<bool> TryAddAsync(PortalDbContext db, DeskCode row, CancellationToken cancel)
    {
        db.Add(row);
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateException taken) when (Clash.IsDuplicate(taken))
        {
            return false;
        }
    }
}

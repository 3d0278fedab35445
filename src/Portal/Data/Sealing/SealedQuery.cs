using Microsoft.EntityFrameworkCore;
using Portal.Kernel;

namespace Portal.Data.Sealing;

/// <summary>Asks for a table's rows about some patients: all of them, or those that belong to one account.</summary>
/// <param name="Row">The table's entity.</param>
/// <param name="Of">The account that the rows must belong to; <c>null</c> for anybody's.</param>
internal abstract record SealedQuery(Type Row, AccountId? Of)
{
    /// <summary>The property by which a row belongs to an account.</summary>
    public const string Owner = "AccountId";

    /// <summary>All rows of a table about the patients.</summary>
    public static SealedQuery All<T>()
        where T : SealedRow => new Typed<T>(null);

    /// <summary>Those that belong to one account.</summary>
    public static SealedQuery OfAccount<T>(AccountId account)
        where T : SealedRow => new Typed<T>(account);

    /// <summary>Asks through EF.</summary>
    public abstract Task<IReadOnlyList<SealedRow>> AskAsync(PortalDbContext db, IReadOnlyCollection<PatientId> patients, CancellationToken cancel);

    private sealed record Typed<T>(AccountId? Of) : SealedQuery(typeof(T), Of)
        where T : SealedRow
    {
        public override async Task<IReadOnlyList<SealedRow>> AskAsync(PortalDbContext db, IReadOnlyCollection<PatientId> patients, CancellationToken cancel)
        {
            var rows = db.Set<T>().AsNoTracking().Where(row => patients.Contains(row.PatientId));
            return await (Of is { } account ? rows.Where(row => EF.Property<AccountId>(row, Owner) == account) : rows).ToListAsync(cancel);
        }
    }
}

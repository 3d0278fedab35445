using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail.Searches;

/// <summary>Keeps a search of the audit log under a name, for the person alone.</summary>
[Needs(Permission.ReadAudit)]
public sealed class SaveSearch
{
    /// <summary>The most searches that a person keeps.</summary>
    public const int Most = 50;

    private static readonly SavedSearchRules Valid = new();

    private readonly SearchShelf shelf;
    private readonly AuditTrailDoor door;
    private readonly TimeProvider clock;

    internal SaveSearch(SearchShelf shelf, AuditTrailDoor door, TimeProvider clock)
    {
        this.shelf = shelf;
        this.door = door;
        this.clock = clock;
    }

    /// <summary>Keeps it.</summary>
    /// <returns>Its id; <c>null</c> where the person keeps <see cref="Most"/> already.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor may not read the audit log; the try is audited.</exception>
    /// <exception cref="ValidationException">The name or the search cannot be.</exception>
    public async Task<Guid?> ForAsync(Actor actor, SavedSearchInput input, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var account = await door.PassAsync(actor, cancel);
        await Valid.ValidateAndThrowAsync(input, cancel);
        var id = Guid.NewGuid();
        var isKept = await shelf.ChangeAsync(actor, AuditAction.Create, id, async db =>
        {
            await OwnTurn.TakeAsync(db, account, cancel);
            if (await db.Set<SavedSearch>().CountAsync(row => row.AccountId == account, cancel) >= Most)
            {
                return false;
            }

            db.Add(new SavedSearch
            {
                Id = id,
                AccountId = account,
                SavedAt = Microseconds.Cut(clock.GetUtcNow()),
                ProtectedName = shelf.Protect(input.Name!.Trim()),
                // A page of it is no part of a search.
                ProtectedQuery = shelf.Protect(QueryText.Of(input.Query with { Cursor = null })),
            });
            await db.SaveChangesAsync(cancel);
            return true;
        }, cancel);
        return isKept ? id : null;
    }
}

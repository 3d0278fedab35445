using Portal.Kernel.Access;

namespace Portal.Features.AuditTrail.Searches;

/// <summary>Lists the searches that the person keeps. To run one is a search as any other, with its entry.</summary>
[Needs(Permission.ReadAudit)]
public sealed class ListSearches
{
    private readonly SearchShelf shelf;
    private readonly AuditTrailDoor door;

    internal ListSearches(SearchShelf shelf, AuditTrailDoor door)
    {
        this.shelf = shelf;
        this.door = door;
    }

    /// <summary>Lists them in the order of their names.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not read the audit log; the try is audited.</exception>
    public async Task<IReadOnlyList<SavedSearchItem>> ForAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return await shelf.ListAsync(await door.PassAsync(actor, cancel), cancel);
    }
}

using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail.Searches;

/// <summary>Deletes a search that the person keeps. Who wants it back at once keeps it again: the page still has it.</summary>
[Needs(Permission.ReadAudit)]
public sealed class RemoveSearch
{
    private static readonly Rules Valid = new();

    private readonly SearchShelf shelf;
    private readonly AuditTrailDoor door;

    internal RemoveSearch(SearchShelf shelf, AuditTrailDoor door)
    {
        this.shelf = shelf;
        this.door = door;
    }

    /// <summary>Deletes it.</summary>
    /// <returns><c>false</c> where the person keeps no such search.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor may not read the audit log; the try is audited.</exception>
    /// <exception cref="ValidationException">The id is empty.</exception>
    public async Task<bool> ForAsync(Actor actor, Guid search, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var account = await door.PassAsync(actor, cancel);
        await Valid.ValidateAndThrowAsync(new Input(search), cancel);
        return await shelf.ChangeAsync(
            actor, AuditAction.Delete, search,
            async db => await db.Set<SavedSearch>().Where(row => row.Id == search && row.AccountId == account).ExecuteDeleteAsync(cancel) == 1, cancel);
    }

    private sealed record Input(Guid Search);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(p => p.Search).NotEmpty();
    }
}

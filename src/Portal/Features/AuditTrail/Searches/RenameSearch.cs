using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail.Searches;

/// <summary>Gives a search that the person keeps another name.</summary>
[Needs(Permission.ReadAudit)]
public sealed class RenameSearch
{
    private static readonly Rules Valid = new();

    private readonly SearchShelf shelf;
    private readonly AuditTrailDoor door;

    internal RenameSearch(SearchShelf shelf, AuditTrailDoor door)
    {
        this.shelf = shelf;
        this.door = door;
    }

    /// <summary>Renames it.</summary>
    /// <returns><c>false</c> where the person keeps no such search.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor may not read the audit log; the try is audited.</exception>
    /// <exception cref="ValidationException">The name cannot be.</exception>
    public async Task<bool> ForAsync(Actor actor, Guid search, string? name, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var account = await door.PassAsync(actor, cancel);
        await Valid.ValidateAndThrowAsync(new Input(search, name), cancel);
        return await shelf.ChangeAsync(actor, AuditAction.Update, search, async db =>
        {
            if (await db.Set<SavedSearch>().SingleOrDefaultAsync(row => row.Id == search && row.AccountId == account, cancel) is not { } row)
            {
                return false;
            }

            row.ProtectedName = shelf.Protect(name!.Trim());
            await db.SaveChangesAsync(cancel);
            return true;
        }, cancel);
    }

    private sealed record Input(Guid Search, string? Name);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules()
        {
            RuleFor(p => p.Search).NotEmpty();
            RuleFor(p => p.Name).IsASearchName();
        }
    }
}

using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Features.AuditTrail.Searches;

/// <summary>Where searches are kept: each change is a transaction with its entry.</summary>
internal sealed class SearchShelf(PortalDatabase database, AuditLog audit, KeyRing keys)
{
    private readonly DataKey key = keys.Of(KeyUse.Accounts);

    /// <summary>Does one step; <c>false</c> where it changed nothing, and then there is no entry either.</summary>
    public async Task<bool> ChangeAsync(Actor actor, AuditAction action, Guid id, Func<PortalDbContext, Task<bool>> step, CancellationToken cancel)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await audit.AppendAsync(
            db, audit.NewEntry(actor, Purpose.Operations, action, AuditResource.SavedSearch, DataCategories.Audit, AuditOutcome.Allowed) with { ResourceId = id }, cancel);
        if (!await step(db))
        {
            return false;
        }

        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>The person's searches in the order of their names; what cannot be read is left out.</summary>
    public async Task<IReadOnlyList<SavedSearchItem>> ListAsync(Guid account, CancellationToken cancel)
    {
        await using var db = database.Open();
        var rows = await db.Set<SavedSearch>().AsNoTracking().Where(row => row.AccountId == account).OrderBy(row => row.SavedAt).ToListAsync(cancel);
        return [.. rows.Select(ItemOf).OfType<SavedSearchItem>().OrderBy(item => item.Name, StringComparer.CurrentCultureIgnoreCase)];
    }

    public Protected<string> Protect(string text) => new(text, key);

    private SavedSearchItem? ItemOf(SavedSearch row) =>
        row.ProtectedName?.Open(key).ValueOrDefault is { } name && QueryText.Parse(row.ProtectedQuery?.Open(key).ValueOrDefault) is { } query ? new(row.Id, name, query) : null;
}

internal sealed class SavedSearchRules : AbstractValidator<SavedSearchInput>
{
    public SavedSearchRules()
    {
        RuleFor(input => input.Name).IsASearchName();
        RuleFor(input => input.Query).NotNull().SetValidator(new AuditQueryRules());
    }
}

internal static class SearchNameRule
{
    public static void IsASearchName<T>(this IRuleBuilder<T, string?> name) =>
        name.Must(text => text?.Trim() is { Length: > 0 and <= 80 }).WithMessage("Give the search a name of at most 80 characters.");
}

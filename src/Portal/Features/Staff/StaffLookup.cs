using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Staff.Accounts;
using Portal.Features.Staff.Entries;
using Portal.Kernel;

namespace Portal.Features.Staff;

/// <summary>Where somebody of the staff works, as access decisions and reviews ask.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Department">The department.</param>
/// <param name="Team">The team within it; nothing where there is none.</param>
/// <param name="Managers">The accounts of the manager; empty where there is none or the manager has no account.</param>
/// <param name="EmployedTo">The last day; nothing where none is known.</param>
internal sealed record StaffPlace(Guid Entry, string Department, string? Team, IReadOnlyList<AccountId> Managers, DateOnly? EmployedTo);

/// <summary>
/// What other features ask the directory. An entry or a link that is not as the portal wrote it answers nothing: closed. No permission is asked for here; whoever calls it
/// decides about access or has passed a door.
/// </summary>
internal sealed class StaffLookup(StaffBook book, StaffAccounts links)
{
    /// <summary>Where accounts work; one that is linked to nobody is left out.</summary>
    public async Task<IReadOnlyDictionary<AccountId, StaffPlace>> PlacesOfAsync(PortalDbContext db, IReadOnlyCollection<AccountId> accounts, CancellationToken cancel)
    {
        var ids = accounts.Select(account => account.Value).ToList();
        var found = await db.Set<StaffAccount>().AsNoTracking().Where(a => ids.Contains(a.AccountId)).ToListAsync(cancel);
        var entryIds = found.Select(link => link.EntryId).Distinct().ToList();
        var entries = (await db.Set<StaffEntry>().AsNoTracking().Where(e => entryIds.Contains(e.Id)).ToListAsync(cancel)).Where(book.IsSound).ToDictionary(e => e.Id);
        var managers = await AccountsOfAsync(db, [.. entries.Values.Select(e => e.ManagerId).OfType<Guid>()], cancel);
        return found.Where(link => links.IsSound(link) && entries.ContainsKey(link.EntryId)).ToDictionary(
            link => new AccountId(link.AccountId), link => PlaceOf(entries[link.EntryId], managers));
    }

    /// <summary>The accounts of practitioners of imported records, by the keyed hash of their source names.</summary>
    public async Task<IReadOnlyDictionary<Guid, IReadOnlyList<AccountId>>> AccountsOfPractitionersAsync(
        PortalDbContext db, IReadOnlyCollection<Guid> practitioners, CancellationToken cancel)
    {
        var keys = practitioners.Select(key => key.ToByteArray()).ToList();
        var entries = (await db.Set<StaffEntry>().AsNoTracking().Where(e => e.PractitionerKey != null && keys.Contains(e.PractitionerKey)).ToListAsync(cancel))
            .Where(book.IsSound).ToList();
        var accounts = await AccountsOfAsync(db, [.. entries.Select(e => e.Id)], cancel);
        return entries.ToDictionary(e => new Guid(e.PractitionerKey!), e => (IReadOnlyList<AccountId>)[.. accounts[e.Id]]);
    }

    /// <summary>Who the practitioners of imported records are, for whoever keeps the directory: damaged entries too.</summary>
    public async Task<IReadOnlyDictionary<Guid, StaffPerson>> PeopleOfPractitionersAsync(PortalDbContext db, IReadOnlyCollection<Guid> practitioners, CancellationToken cancel)
    {
        var wanted = practitioners.ToHashSet();
        return (await db.Set<StaffEntry>().AsNoTracking().Where(e => e.PractitionerKey != null).ToListAsync(cancel))
            .Where(e => wanted.Contains(new Guid(e.PractitionerKey!))).ToDictionary(e => new Guid(e.PractitionerKey!), e => new StaffPerson(e.Id, book.NameOf(e)));
    }

    /// <summary>All accounts that work in a department, or in a team of it.</summary>
    public async Task<IReadOnlyList<AccountId>> AccountsInAsync(PortalDbContext db, string department, string? team, CancellationToken cancel)
    {
        var entries = await db.Set<StaffEntry>().AsNoTracking().Where(e => e.Department == department && (team == null || e.Team == team)).ToListAsync(cancel);
        return [.. (await AccountsOfAsync(db, [.. entries.Where(book.IsSound).Select(e => e.Id)], cancel)).SelectMany(one => one)];
    }

    /// <summary>The names of the departments, in order.</summary>
    public static async Task<IReadOnlyList<string>> DepartmentsAsync(PortalDbContext db, CancellationToken cancel) =>
        [.. (await db.Set<StaffEntry>().Select(e => e.Department).Distinct().ToListAsync(cancel)).Order(StringComparer.CurrentCultureIgnoreCase)];

    /// <summary>The accounts of those who stand above a person, the nearest first; what is not as the portal wrote it ends the way up.</summary>
    public async Task<IReadOnlyList<AccountId>> ManagersAboveAsync(PortalDbContext db, AccountId account, CancellationToken cancel)
    {
        var above = new List<Guid>();
        var next = (await PlacesOfAsync(db, [account], cancel)).TryGetValue(account, out var place) ? (Guid?)place.Entry : null;
        while (next is { } id && await db.Set<StaffEntry>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancel) is { } entry && book.IsSound(entry))
        {
            next = entry.ManagerId is { } manager && !above.Contains(manager) ? manager : null;
            above.AddRange(next is { } one ? [one] : []);
        }

        var accounts = await AccountsOfAsync(db, above, cancel);
        return [.. above.SelectMany(one => accounts[one])];
    }

    private async Task<ILookup<Guid, AccountId>> AccountsOfAsync(PortalDbContext db, List<Guid> entries, CancellationToken cancel) =>
        (await db.Set<StaffAccount>().AsNoTracking().Where(a => entries.Contains(a.EntryId)).ToListAsync(cancel)).Where(links.IsSound)
            .ToLookup(link => link.EntryId, link => new AccountId(link.AccountId));

    private static StaffPlace PlaceOf(StaffEntry entry, ILookup<Guid, AccountId> managers) =>
        new(entry.Id, entry.Department, entry.Team, entry.ManagerId is { } manager ? [.. managers[manager]] : [], entry.EmployedTo);
}

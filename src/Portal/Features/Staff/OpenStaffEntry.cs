using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Staff.Accounts;
using Portal.Features.Staff.Entries;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Staff;

/// <summary>Shows one person of the directory, with the manager, whom the person manages, and the accounts.</summary>
[Needs(Permission.ReadStaffDirectory)]
public sealed class OpenStaffEntry
{
    private readonly PortalDatabase database;
    private readonly StaffReadDoor door;
    private readonly StaffBook book;
    private readonly StaffAccounts accounts;
    private readonly AccountNames names;
    private readonly HeldRoles roles;
    private readonly TimeProvider clock;

    internal OpenStaffEntry(PortalDatabase database, StaffReadDoor door, StaffBook book, StaffAccounts accounts, AccountNames names, HeldRoles roles, TimeProvider clock)
    {
        this.database = database;
        this.door = door;
        this.book = book;
        this.accounts = accounts;
        this.names = names;
        this.roles = roles;
        this.clock = clock;
    }

    /// <summary>The person; <c>null</c> where there is no such entry.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not see the directory; the try is audited.</exception>
    public async Task<StaffEntryView?> ForAsync(Actor actor, Guid entry, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await door.PassAsync(actor, AuditAction.Read, entry, cancel);
        await using var db = database.Open();
        return await db.Set<StaffEntry>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == entry, cancel) is { } row ? await ViewOfAsync(db, row, cancel) : null;
    }

    /// <summary>The entry that an account is linked to; <c>null</c> where it is to none.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not see the directory; the try is audited.</exception>
    public async Task<StaffEntryView?> OfAccountAsync(Actor actor, AccountId account, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await door.PassAsync(actor, AuditAction.Read, account.Value, cancel);
        await using var db = database.Open();
        return await db.Set<StaffEntry>().AsNoTracking()
            .SingleOrDefaultAsync(e => db.Set<StaffAccount>().Any(a => a.AccountId == account.Value && a.EntryId == e.Id), cancel) is { } row
                ? await ViewOfAsync(db, row, cancel) : null;
    }

    private async Task<StaffEntryView> ViewOfAsync(PortalDbContext db, StaffEntry row, CancellationToken cancel)
    {
        var around = await db.Set<StaffEntry>().AsNoTracking().Where(e => e.ManagerId == row.Id || e.Id == row.ManagerId).ToListAsync(cancel);
        return new StaffEntryView(
            row.Id, row.Version, book.Read(row), around.Where(e => e.Id == row.ManagerId).Select(PersonOf).SingleOrDefault(),
            [.. around.Where(e => e.ManagerId == row.Id).Select(PersonOf).OrderBy(one => one.Name, StringComparer.CurrentCultureIgnoreCase)],
            await AccountsAsync(db, row.Id, cancel), row.PractitionerKey is { } key ? new Guid(key) : null,
            ListStaff.EmploymentOf(row, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)), !book.IsSound(row));
    }

    private StaffPerson PersonOf(StaffEntry row) => new(row.Id, book.NameOf(row));

    private async Task<IReadOnlyList<StaffAccountItem>> AccountsAsync(PortalDbContext db, Guid entry, CancellationToken cancel)
    {
        var links = await db.Set<StaffAccount>().AsNoTracking().Where(a => a.EntryId == entry).OrderBy(a => a.LinkedAt).ToListAsync(cancel);
        var ids = links.Select(link => link.AccountId).ToList();
        var open = await db.Set<Account>().Where(a => ids.Contains(a.Id) && a.DisabledAt == null).Select(a => a.Id).ToListAsync(cancel);
        var named = await names.OfStaffAsync(db, [.. ids.Select(id => new AccountId(id))], cancel);
        var items = new List<StaffAccountItem>();
        foreach (var link in links)
        {
            var id = new AccountId(link.AccountId);
            var role = (await roles.OfAsync(db, link.AccountId, cancel)).FirstOrDefault();
            items.Add(new StaffAccountItem(id, named.GetValueOrDefault(id), role, open.Contains(link.AccountId), link.LinkedAt, !accounts.IsSound(link)));
        }

        return items;
    }
}

using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Staff.Accounts;
using Portal.Features.Staff.Entries;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Features.Staff;

/// <summary>The staff directory, by name. What was searched for is in no entry of the audit log; names are encrypted each by itself, so that those that fit the rest are all opened.</summary>
[Needs(Permission.ReadStaffDirectory)]
public sealed class ListStaff
{
    /// <summary>People on a page.</summary>
    public const int PageSize = 50;

    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly StaffReadDoor door;
    private readonly StaffBook book;
    private readonly TimeProvider clock;

    internal ListStaff(PortalDatabase database, StaffReadDoor door, StaffBook book, TimeProvider clock)
    {
        this.database = database;
        this.door = door;
        this.book = book;
        this.clock = clock;
    }

    /// <summary>A page.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not see the directory; the try is audited.</exception>
    /// <exception cref="ValidationException">The query says something that cannot be.</exception>
    public async Task<StaffFound> ForAsync(Actor actor, StaffQuery query, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(query);
        await door.PassAsync(actor, AuditAction.Search, null, cancel);
        await Valid.ValidateAndThrowAsync(query, cancel);
        await using var db = database.Open();
        var rows = db.Set<StaffEntry>().AsNoTracking();
        var found = Named(await Asked(db, rows, query).ToListAsync(cancel), query.Text);
        var shown = found.SkipWhile(one => query.Cursor is { } after && one.Row.Id != Guid.Parse(after)).Skip(query.Cursor is null ? 0 : 1).Take(PageSize).ToList();
        var next = shown.Count == PageSize && shown[^1].Row.Id != found[^1].Row.Id ? shown[^1].Row.Id.ToString() : null;
        var page = new Page<DirectoryItem>(await ItemsAsync(db, [.. shown.Select(one => one.Row)], cancel), next);
        return new StaffFound(page, found.Count, await rows.CountAsync(cancel), await UnitsAsync(rows, cancel));
    }

    private IQueryable<StaffEntry> Asked(PortalDbContext db, IQueryable<StaffEntry> rows, StaffQuery query)
    {
        var today = Today;
        rows = string.IsNullOrEmpty(query.Department) ? rows : rows.Where(e => e.Department == query.Department);
        rows = string.IsNullOrEmpty(query.Team) ? rows : rows.Where(e => e.Team == query.Team);
        rows = query.IsWithoutAccount ? rows.Where(e => !db.Set<StaffAccount>().Any(a => a.EntryId == e.Id)) : rows;
        return query.Employment switch
        {
            Employment.Here => rows.Where(e => e.EmployedFrom <= today && (e.EmployedTo == null || e.EmployedTo >= today)),
            Employment.Coming => rows.Where(e => e.EmployedFrom > today && (e.EmployedTo == null || e.EmployedTo >= today)),
            Employment.Ended => rows.Where(e => e.EmployedTo < today),
            _ => rows,
        };
    }

    private List<(StaffEntry Row, string Name)> Named(List<StaffEntry> rows, string? text)
    {
        var words = text is null ? [] : Normalise.Words(text).ToList();
        var (number, licence) = words.Count == 0 ? (null, null) : (book.NumberIndexOf(text!), book.LicenceIndexOf(text));
        return
        [
            .. rows.Select(row => (Row: row, Name: book.NameOf(row)))
                .Where(one => Fits(one.Name, words) || one.Row.NumberIndex.AsSpan().SequenceEqual(number)
                    || (one.Row.LicenceIndex is { } own && own.AsSpan().SequenceEqual(licence)))
                .OrderBy(one => one.Name, StringComparer.CurrentCultureIgnoreCase).ThenBy(one => one.Row.Id),
        ];
    }

    private static bool Fits(string name, List<string> words)
    {
        var own = words.Count == 0 ? [] : Normalise.Words(name).ToList();
        return words.TrueForAll(word => own.Exists(one => one.StartsWith(word, StringComparison.Ordinal)));
    }

    private async Task<IReadOnlyList<DirectoryItem>> ItemsAsync(PortalDbContext db, List<StaffEntry> rows, CancellationToken cancel)
    {
        var ids = rows.Select(row => row.Id).ToList();
        var above = rows.Select(row => row.ManagerId).OfType<Guid>().Distinct().ToList();
        var managers = (await db.Set<StaffEntry>().AsNoTracking().Where(e => above.Contains(e.Id)).ToListAsync(cancel)).ToDictionary(e => e.Id, book.NameOf);
        var accounts = await db.Set<StaffAccount>().Where(a => ids.Contains(a.EntryId)).GroupBy(a => a.EntryId)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return [.. rows.Select(row => ItemOf(row, row.ManagerId is { } id ? managers.GetValueOrDefault(id) : null, accounts.GetValueOrDefault(row.Id)))];
    }

    private DirectoryItem ItemOf(StaffEntry row, string? manager, int accounts)
    {
        var person = book.Read(row);
        return new DirectoryItem(
            row.Id, person.Name, person.Profession, row.Department, row.Team, manager, accounts, EmploymentOf(row, Today), row.EmployedTo, !book.IsSound(row));
    }

    internal static Employment EmploymentOf(StaffEntry row, DateOnly today) =>
        row.EmployedTo < today ? Employment.Ended : row.EmployedFrom > today ? Employment.Coming : Employment.Here;

    private static async Task<IReadOnlyList<StaffUnit>> UnitsAsync(IQueryable<StaffEntry> rows, CancellationToken cancel)
    {
        var pairs = await rows.Select(e => new { e.Department, e.Team }).Distinct().ToListAsync(cancel);
        return
        [
            .. pairs.GroupBy(pair => pair.Department, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.CurrentCultureIgnoreCase)
                .Select(group => new StaffUnit(group.Key, [.. group.Select(pair => pair.Team).OfType<string>().Order(StringComparer.CurrentCultureIgnoreCase)])),
        ];
    }

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    private sealed class Rules : AbstractValidator<StaffQuery>
    {
        public Rules()
        {
            RuleFor(q => q.Text).MaximumLength(100).WithMessage("Type at most 100 characters.");
            RuleFor(q => q.Department).MaximumLength(StaffInput.UnitLength).WithMessage("Choose a department.");
            RuleFor(q => q.Team).MaximumLength(StaffInput.UnitLength).WithMessage("Choose a team.");
            RuleFor(q => q.Employment).IsInEnum().WithMessage("Choose one of the list.");
            RuleFor(q => q.Cursor).Must(text => text is null || Guid.TryParse(text, out _)).WithMessage("Start the list again from its first page.");
        }
    }
}

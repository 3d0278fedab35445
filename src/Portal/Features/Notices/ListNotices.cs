using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Notices;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Features.Notices;

/// <summary>A person reads the own notices, newest first, a page at a time.</summary>
[Needs(Permission.UseOwnAccount)]
public sealed class ListNotices
{
    /// <summary>How many a page holds.</summary>
    public const int PageSize = 20;

    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly NoticeDoor door;
    private readonly KeyRing keys;

    internal ListNotices(PortalDatabase database, NoticeDoor door, KeyRing keys)
    {
        this.database = database;
        this.door = door;
        this.keys = keys;
    }

    /// <summary>A page of them.</summary>
    /// <param name="actor">Whose.</param>
    /// <param name="cursor">Where the page begins; <c>null</c> for the newest.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="UnauthorizedAccessException">The actor is no person who is signed in.</exception>
    /// <exception cref="ValidationException">The cursor is none of this list.</exception>
    public async Task<Page<NoticeItem>> ForAsync(Actor actor, string? cursor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await Valid.ValidateAndThrowAsync(new Input(cursor), cancel);
        var account = await door.PassAsync(actor, AuditAction.Search, cancel);
        await door.ReadAsync(actor, cancel);
        await using var db = database.Open();
        var from = TimeCursor.Parse(cursor);
        var rows = await db.Set<Notice>().AsNoTracking()
            .Where(n => n.AccountId == account && (from == null || n.At < from.Value.At || (n.At == from.Value.At && n.Id.CompareTo(from.Value.Id) < 0)))
            .OrderByDescending(n => n.At).ThenByDescending(n => n.Id).Take(PageSize + 1).ToListAsync(cancel);
        var key = keys.Of(KeyUse.Accounts);
        return new Page<NoticeItem>(
            [.. rows.Take(PageSize).Select(n => new NoticeItem(n.Id, n.Kind, n.At, n.ReadAt is not null, n.Detail?.Open(key) ?? default, n.About))],
            rows.Count > PageSize ? new TimeCursor(rows[PageSize - 1].At, rows[PageSize - 1].Id).ToString() : null);
    }

    private sealed record Input(string? Cursor);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(p => p.Cursor).IsACursor();
    }
}

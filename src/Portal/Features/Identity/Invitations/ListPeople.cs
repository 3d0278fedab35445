using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Changes;
using Portal.Features.Identity.Sessions;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Invitations;

/// <summary>Lists accounts and the invitations under way. It reads nothing about patients; a patient's account does not say which record it opens.</summary>
[Needs(Permission.ReadAccounts)]
public sealed class ListPeople
{
    /// <summary>Accounts on a page.</summary>
    public const int PageSize = 50;

    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly HeldRoles roles;
    private readonly AuditLog audit;
    private readonly PersonItems items;
    private readonly RoleRequests requests;
    private readonly OtherSide side;

    internal ListPeople(PortalDatabase database, HeldRoles roles, AuditLog audit, PersonItems items, RoleRequests requests, OtherSide side)
    {
        this.database = database;
        this.roles = roles;
        this.audit = audit;
        this.items = items;
        this.requests = requests;
        this.side = side;
    }

    /// <summary>One page.</summary>
    /// <param name="actor">Who looks.</param>
    /// <param name="cursor">The cursor of the page before; <c>null</c> for the first one.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="UnauthorizedAccessException">The actor may not see accounts; the try is audited.</exception>
    /// <exception cref="ValidationException">The cursor is none of ours.</exception>
    public async Task<PeopleView> ForAsync(Actor actor, string? cursor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var may = actor.Has(Permission.ReadAccounts);
        await audit.AppendAsync(
            audit.NewEntry(
                actor, Purpose.Operations, AuditAction.Search, AuditResource.Account, DataCategories.Account, may ? AuditOutcome.Allowed : AuditOutcome.Denied),
            cancel);
        if (!may)
        {
            throw new UnauthorizedAccessException("This role may not see accounts.");
        }

        await Valid.ValidateAndThrowAsync(new Input(cursor), cancel);
        await using var db = database.Open();
        // An invitation concerns nobody who is here yet.
        var approver = await side.OfAsync(db, Guid.Empty, cancel);
        return new PeopleView(
            approver is Role.None, await InvitationsAsync(db, actor, approver, cancel), await requests.OfAsync(db, actor, null, cancel),
            await PeopleAsync(db, TimeCursor.Parse(cursor), cancel))
        {
            Approver = approver,
        };
    }

    private async Task<IReadOnlyList<InvitationItem>> InvitationsAsync(PortalDbContext db, Actor actor, Role approver, CancellationToken cancel)
    {
        var rows = await db.Set<Invitation>().AsNoTracking()
            .Where(i => i.State == InvitationState.Waiting || i.State == InvitationState.Open).OrderByDescending(i => i.RequestedAt).ToListAsync(cancel);
        var askers = rows.Select(i => i.RequestedBy).Distinct().ToList();
        var names = await db.Set<Account>().AsNoTracking().Where(a => askers.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.ProtectedName, cancel);
        return [.. rows.Select(i => new InvitationItem(
            i.Id, items.Open(i.ProtectedName), items.Open(i.ProtectedEmail), i.Role, i.RequestedBy == actor.Account?.Value,
            items.Open(i.RequestedBy is { } by ? names.GetValueOrDefault(by) : null), i.RequestedAt, i.State == InvitationState.Waiting, i.ExpiresAt)
        {
            MayDecide = i.State == InvitationState.Waiting && i.RequestedBy != actor.Account?.Value && (actor.Role == approver || (approver is Role.None && actor.Role is Role.Administrator)),
        })];
    }

    private async Task<Page<PersonItem>> PeopleAsync(PortalDbContext db, TimeCursor? from, CancellationToken cancel)
    {
        var accounts = await db.Set<Account>().AsNoTracking()
            .Where(a => from == null || a.CreatedAt < from.Value.At || (a.CreatedAt == from.Value.At && a.Id.CompareTo(from.Value.Id) < 0))
            .OrderByDescending(a => a.CreatedAt).ThenByDescending(a => a.Id).Take(PageSize + 1).ToListAsync(cancel);
        var shown = accounts.Take(PageSize).ToList();
        var ids = shown.Select(a => a.Id).ToList();
        var held = await RolesAsync(db, ids, cancel);
        var locks = await db.Set<SignInCounter>().Where(c => ids.Contains(c.AccountId)).ToDictionaryAsync(c => c.AccountId, c => c.LockedUntil, cancel);
        var visits = await db.Set<Session>().Where(s => ids.Contains(s.AccountId) && s.Stage == SessionStage.Full)
            .GroupBy(s => s.AccountId).Select(g => new { g.Key, At = g.Max(s => s.CreatedAt) }).ToDictionaryAsync(g => g.Key, g => (DateTimeOffset?)g.At, cancel);
        return new Page<PersonItem>(
            [.. shown.Select(a => items.Of(a, held.GetValueOrDefault(a.Id), locks.GetValueOrDefault(a.Id), visits.GetValueOrDefault(a.Id)))],
            accounts.Count > PageSize ? new TimeCursor(shown[^1].CreatedAt, shown[^1].Id).ToString() : null);
    }

    // Account by account, because each role's seal is checked: one that was forged counts as none here as it does at sign-in.
    private async Task<Dictionary<Guid, Role>> RolesAsync(PortalDbContext db, List<Guid> accounts, CancellationToken cancel)
    {
        var held = new Dictionary<Guid, Role>();
        foreach (var account in accounts)
        {
            held[account] = (await roles.OfAsync(db, account, cancel)).FirstOrDefault();
        }

        return held;
    }

    private sealed record Input(string? Cursor);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(p => p.Cursor).IsACursor();
    }
}

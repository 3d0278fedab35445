using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.Sessions;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Changes;

/// <summary>Shows one account to those who look after accounts.</summary>
[Needs(Permission.ReadAccounts)]
public sealed class OpenPerson
{
    private readonly PortalDatabase database;
    private readonly HeldRoles roles;
    private readonly RoleRequests requests;
    private readonly PersonItems items;
    private readonly AuditLog audit;
    private readonly TimeProvider clock;
    private readonly OtherSide side;

    internal OpenPerson(
        PortalDatabase database, HeldRoles roles, RoleRequests requests, PersonItems items, AuditLog audit, TimeProvider clock,
        OtherSide side)
    {
        this.database = database;
        this.roles = roles;
        this.requests = requests;
        this.items = items;
        this.audit = audit;
        this.clock = clock;
        this.side = side;
    }

    /// <summary>The account; <c>null</c> where there is none.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not see accounts; the try is audited.</exception>
    public async Task<PersonView?> ForAsync(Actor actor, AccountId account, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var may = actor.Has(Permission.ReadAccounts);
        await audit.AppendAsync(
            audit.NewEntry(
                actor, Purpose.Operations, AuditAction.Read, AuditResource.Account, DataCategories.Account, may ? AuditOutcome.Allowed : AuditOutcome.Denied) with
            {
                ResourceId = account.Value,
            },
            cancel);
        if (!may)
        {
            throw new UnauthorizedAccessException("This role may not see accounts.");
        }

        await using var db = database.Open();
        return await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == account.Value, cancel) is { } row
            ? await ViewOfAsync(db, actor, row, cancel)
            : null;
    }

    private async Task<PersonView> ViewOfAsync(PortalDbContext db, Actor actor, Account row, CancellationToken cancel)
    {
        var (now, role) = (clock.GetUtcNow(), (await roles.OfAsync(db, row.Id, cancel)).FirstOrDefault());
        var locked = await db.Set<SignInCounter>().Where(c => c.AccountId == row.Id).Select(c => c.LockedUntil).SingleOrDefaultAsync(cancel);
        var visit = await db.Set<Session>().Where(s => s.AccountId == row.Id && s.Stage == SessionStage.Full).MaxAsync(s => (DateTimeOffset?)s.CreatedAt, cancel);
        var email = await db.Set<EmailChange>().Where(c => c.AccountId == row.Id && c.ExpiresAt > now).Select(c => (DateTimeOffset?)c.ExpiresAt).SingleOrDefaultAsync(cancel);
        var approver = await side.OfAsync(db, row.Id, cancel);
        return new PersonView(
            items.Of(row, role, locked, visit), row.Id == actor.Account?.Value, PersonItems.IsPatients(row, role),
            approver is Role.None, row.DisabledAt, row.DisabledFor, row.NormalizedEmail is null,
            (await requests.OfAsync(db, actor, row.Id, cancel)).FirstOrDefault(), email)
        {
            Approver = approver,
        };
    }
}

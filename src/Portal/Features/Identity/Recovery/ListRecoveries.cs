using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Recovery;

/// <summary>Lists the recoveries that are under way, the newest first; those whose time is over as well, until another one takes their place.</summary>
[Needs(Permission.ReadAccounts)]
public sealed class ListRecoveries
{
    private readonly PortalDatabase database;
    private readonly AuditLog audit;
    private readonly KeyRing keys;

    internal ListRecoveries(PortalDatabase database, AuditLog audit, KeyRing keys)
    {
        this.database = database;
        this.audit = audit;
        this.keys = keys;
    }

    /// <summary>All of them.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not see accounts; the try is audited.</exception>
    public async Task<IReadOnlyList<RecoveryItem>> ForAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var may = actor.Has(Permission.ReadAccounts);
        var outcome = may ? AuditOutcome.Allowed : AuditOutcome.Denied;
        var entry = audit.NewEntry(actor, Purpose.Operations, AuditAction.Search, AuditResource.Account, DataCategories.Account, outcome);
        await audit.AppendAsync(entry with { Reason = "recoveries" }, cancel);
        if (!may)
        {
            throw new UnauthorizedAccessException("This role may not see accounts.");
        }

        await using var db = database.Open();
        var rows = await db.Set<AccountRecovery>().AsNoTracking().Where(r => r.UnderWayFor != null).OrderByDescending(r => r.RequestedAt).ToListAsync(cancel);
        var people = rows.SelectMany(r => new[] { r.AccountId, r.RequestedBy }).Distinct().ToList();
        var names = await db.Set<Account>().AsNoTracking().Where(a => people.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.ProtectedName, cancel);
        return [.. rows.Select(row => ItemOf(row, actor.Account?.Value, id => NameOf(names.GetValueOrDefault(id))))];
    }

    private static RecoveryItem ItemOf(AccountRecovery row, Guid? self, Func<Guid, Revealed<string>> nameOf) => new(
        row.Id, nameOf(row.AccountId), row.Reason, nameOf(row.RequestedBy), row.RequestedAt, row.RequestedBy == self,
        row.RequestedBy == AccountRecovery.Operator, row.AccountId == self,
        row.State == RecoveryState.Waiting, row.State == RecoveryState.Open && row.DecidedBy is null, row.ExpiresAt);

    private Revealed<string> NameOf(Protected<string>? cell) => cell?.Open(keys.Of(KeyUse.Accounts)) ?? default;
}

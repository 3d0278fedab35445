using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Notices;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.StepUp;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Notices;

namespace Portal.Features.Identity.Changes;

/// <summary>Takes the disabling of an account back: its person signs in as before, with the factors and the role that it has.</summary>
[Needs(Permission.ManageAccounts)]
[NeedsFreshFactor]
public sealed class EnableAccount
{
    private readonly PortalDatabase database;
    private readonly AdministratorDoor door;
    private readonly FreshFactor fresh;
    private readonly NoticeBook notices;
    private readonly InvitationAudit audit;
    private readonly TimeProvider clock;

    internal EnableAccount(PortalDatabase database, AdministratorDoor door, FreshFactor fresh, NoticeBook notices, InvitationAudit audit, TimeProvider clock)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.notices = notices;
        this.audit = audit;
        this.clock = clock;
    }

    /// <summary>Enables it.</summary>
    /// <returns><see cref="ChangeOutcome.Done"/>, or <see cref="ChangeOutcome.Gone"/> for one that is not disabled or was given up for good.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor is no active administrator.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    public async Task<ChangeOutcome> ForAsync(Actor actor, AccountId account, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var by = await door.PassAsync(actor, AuditAction.Update, cancel);
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!await Administrators.TakeTurnAsync(db, by, cancel) || !await OpenAsync(db, account.Value, cancel))
        {
            await transaction.RollbackAsync(cancel);
            await audit.RefusedAsync(actor, AuditAction.Update, account.Value, "nothing-to-enable", cancel);
            return ChangeOutcome.Gone;
        }

        await audit.DoneAsync(db, actor, AuditAction.Update, account.Value, "enabled", cancel);
        await notices.AddAsync(db, account.Value, NoticeKind.AccountEnabled, cancel);
        await transaction.CommitAsync(cancel);
        return ChangeOutcome.Done;
    }

    // An account that was given up has no address any more: nobody could sign in with it. Its unused time begins anew.
    private async Task<bool> OpenAsync(PortalDbContext db, Guid account, CancellationToken cancel)
    {
        DateTimeOffset? now = clock.GetUtcNow();
        return await db.Set<Account>().Where(a => a.Id == account && a.DisabledAt != null && a.NormalizedEmail != null).ExecuteUpdateAsync(
            set => set
                .SetProperty(a => a.DisabledAt, (DateTimeOffset?)null)
                .SetProperty(a => a.EnabledAt, now)
                .SetProperty(a => a.DisabledFor, DisableReason.None)
                .SetProperty(a => a.ConcurrencyStamp, Guid.NewGuid().ToString()),
            cancel) == 1;
    }
}

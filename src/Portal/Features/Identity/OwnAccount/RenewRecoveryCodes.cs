using Portal.Data;
using Portal.Features.Identity.Factors;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.OwnAccount;

/// <summary>Makes a new list of recovery codes. The old list opens nothing from then on.</summary>
[Needs(Permission.UseOwnAccount)]
[NeedsFreshFactor]
public sealed class RenewRecoveryCodes
{
    private readonly PortalDatabase database;
    private readonly OwnAccountDoor door;
    private readonly FreshFactor fresh;
    private readonly RecoveryCodes codes;
    private readonly AccountChanged changed;
    private readonly IdentityAudit audit;

    internal RenewRecoveryCodes(PortalDatabase database, OwnAccountDoor door, FreshFactor fresh, RecoveryCodes codes, AccountChanged changed, IdentityAudit audit)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.codes = codes;
        this.changed = changed;
        this.audit = audit;
    }

    /// <summary>The new codes, to be shown once; empty when the session has ended.</summary>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    /// <exception cref="UnauthorizedAccessException">The actor is no person who is signed in.</exception>
    public async Task<IReadOnlyList<string>> ForAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
        if (await door.PassAsync(db, actor, cancel) is not (var session, var account))
        {
            return [];
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var made = await codes.ReplaceAsync(db, account.Id, cancel);
        await audit.CredentialAsync(db, actor, session, "recovery-codes-renewed", cancel);
        await changed.TellAsync(db, account.Id, AccountChange.RecoveryCodes, cancel);
        await transaction.CommitAsync(cancel);
        return made;
    }
}

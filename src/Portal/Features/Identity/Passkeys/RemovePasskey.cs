using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.OwnAccount;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.Passkeys;

/// <summary>A person takes one of the own passkeys away. It opens nothing from then on, and every other session ends.</summary>
[Needs(Permission.UseOwnAccount)]
[NeedsFreshFactor]
public sealed class RemovePasskey
{
    private readonly PortalDatabase database;
    private readonly OwnAccountDoor door;
    private readonly FreshFactor fresh;
    private readonly CredentialChange change;

    internal RemovePasskey(PortalDatabase database, OwnAccountDoor door, FreshFactor fresh, CredentialChange change)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.change = change;
    }

    /// <summary>Takes it away; it starts again when the session has ended or the account has no such passkey.</summary>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    /// <exception cref="UnauthorizedAccessException">The actor is no person who is signed in.</exception>
    public async Task<OwnChangeResult> ForAsync(Actor actor, Guid passkey, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
        if (await door.PassAsync(db, actor, cancel) is not (var session, var account))
        {
            return OwnChangeResult.StartAgain;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // The account's row first, as with each change of an account that ends what waits for it: taken the other way round the two would wait for each other.
        (account.SecurityStamp, account.ConcurrencyStamp) = (Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString());
        if (!await SavedAsync(db, cancel)
            || await db.Set<AccountPasskey>().Where(p => p.Id == passkey && p.UserId == account.Id).ExecuteDeleteAsync(cancel) == 0
            || await change.MadeAsync(db, actor, session, AccountChange.PasskeyRemoved, "passkey-removed", cancel) is not { } token)
        {
            return OwnChangeResult.StartAgain;
        }

        await transaction.CommitAsync(cancel);
        return new OwnChangeResult(OwnChangeOutcome.Changed, token);
    }

    // False where the account was changed at the same moment elsewhere.
    private static async Task<bool> SavedAsync(PortalDbContext db, CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    }
}

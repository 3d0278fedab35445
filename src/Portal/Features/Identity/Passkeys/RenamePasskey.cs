using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.OwnAccount;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.Passkeys;

/// <summary>A person calls one of the own passkeys something else. It opens what it opened, so no session ends.</summary>
[Needs(Permission.UseOwnAccount)]
[NeedsFreshFactor]
public sealed class RenamePasskey
{
    private readonly PortalDatabase database;
    private readonly OwnAccountDoor door;
    private readonly FreshFactor fresh;
    private readonly PasskeyBook book;
    private readonly IdentityAudit audit;

    internal RenamePasskey(PortalDatabase database, OwnAccountDoor door, FreshFactor fresh, PasskeyBook book, IdentityAudit audit)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.book = book;
        this.audit = audit;
    }

    /// <summary>Names it; <c>false</c> when the name is not usable, the session has ended or the account has no such passkey.</summary>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    /// <exception cref="UnauthorizedAccessException">The actor is no person who is signed in.</exception>
    public async Task<bool> ForAsync(Actor actor, Guid passkey, string? name, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var isWellFormed = (await PasskeyNameRules.Valid.ValidateAsync(new PasskeyName(name), cancel)).IsValid;
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
        if (!isWellFormed || await door.PassAsync(db, actor, cancel) is not (var session, var account)
            || await db.Set<AccountPasskey>().SingleOrDefaultAsync(p => p.Id == passkey && p.UserId == account.Id, cancel) is not { } row)
        {
            return false;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await audit.CredentialAsync(db, actor, session, "passkey-renamed", cancel);
        row.Name = book.NameOf(name!);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }
}

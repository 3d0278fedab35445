using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.OwnAccount;
using Portal.Features.Identity.Sessions;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.Passkeys;

/// <summary>A person adds a passkey to the own account. Every other session ends, as with each change of what signs in.</summary>
[Needs(Permission.UseOwnAccount)]
[NeedsFreshFactor]
public sealed class AddPasskey
{
    private readonly PortalDatabase database;
    private readonly OwnAccountDoor door;
    private readonly FreshFactor fresh;
    private readonly PasskeyCeremony ceremony;
    private readonly PasskeyChallenges challenges;
    private readonly PasskeyBook book;
    private readonly CredentialChange change;
    private readonly IdentityAudit audit;

    internal AddPasskey(
        PortalDatabase database, OwnAccountDoor door, FreshFactor fresh, PasskeyCeremony ceremony, PasskeyChallenges challenges, PasskeyBook book,
        CredentialChange change, IdentityAudit audit)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.ceremony = ceremony;
        this.challenges = challenges;
        this.book = book;
        this.change = change;
        this.audit = audit;
    }

    /// <summary>Adds what the browser answered to the question of <see cref="OfferPasskey"/>.</summary>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    /// <exception cref="UnauthorizedAccessException">The actor is no person who is signed in.</exception>
    public async Task<OwnChangeResult> ForAsync(Actor actor, PasskeyAnswer answer, string? name, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(answer);
        var isWellFormed = (await NewPasskeyRules.Valid.ValidateAsync(new NewPasskey(answer, new PasskeyName(name)), cancel)).IsValid;
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
        if (await door.PassAsync(db, actor, cancel) is not (var session, var account))
        {
            return OwnChangeResult.StartAgain;
        }

        if (!isWellFormed)
        {
            return await RefuseAsync(actor, PasskeyRefusals.Malformed, cancel);
        }

        if (await challenges.TakeAsync(db, PasskeyUse.Adding, PasskeyChallenges.HashOf(session), answer.Ticket, cancel) is not { } state)
        {
            await audit.OwnAccountRefusedAsync(actor, PasskeyRefusals.NoQuestion, cancel);
            return OwnChangeResult.StartAgain;
        }

        var made = await ceremony.MadeAsync(db, state, answer.Credential!);
        return !made.Succeeded ? await RefuseAsync(actor, PasskeyRefusals.Of(made.Failure), cancel)
            // The question was put to one person, and the answer counts for that one.
            : made.UserEntity.Id != account.Id.ToString() ? await RefuseAsync(actor, "wrong-passkey", cancel)
            : await KeepAsync(db, actor, session, account, made.Passkey, name!, cancel);
    }

    private async Task<OwnChangeResult> KeepAsync(
        PortalDbContext db, Actor actor, Session session, Account account, UserPasskeyInfo made, string name, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Whoever adds at the same moment waits: there are no more of them than there may be.
        (account.SecurityStamp, account.ConcurrencyStamp) = (Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString());
        db.Add(book.New(account.Id, made, name));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException clash) when (Clash.Is(clash))
        {
            // Changed at the same moment elsewhere, or another account took the same passkey.
            return OwnChangeResult.StartAgain;
        }

        if (await db.Set<AccountPasskey>().CountAsync(p => p.UserId == account.Id, cancel) > PasskeyBook.Most
            || await change.MadeAsync(db, actor, session, AccountChange.PasskeyAdded, "passkey-added", cancel) is not { } token)
        {
            return OwnChangeResult.StartAgain;
        }

        await transaction.CommitAsync(cancel);
        return new OwnChangeResult(OwnChangeOutcome.Changed, token);
    }

    private async Task<OwnChangeResult> RefuseAsync(Actor actor, string reason, CancellationToken cancel)
    {
        await audit.OwnAccountRefusedAsync(actor, reason, cancel);
        return OwnChangeResult.Refused;
    }
}

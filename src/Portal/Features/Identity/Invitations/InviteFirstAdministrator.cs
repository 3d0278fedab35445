using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Invitations;

/// <summary>
/// Makes the link for the first administrator, from the command line, in any environment. Once an administrator was in it is refused for
/// good: from then on administrators invite each other. There is one such link at a time.
/// </summary>
[Needs(Permission.MaintainInstance)]
public sealed class InviteFirstAdministrator
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly InvitationBook book;
    private readonly InvitationAudit audit;
    private readonly TimeProvider clock;

    internal InviteFirstAdministrator(PortalDatabase database, InvitationBook book, InvitationAudit audit, TimeProvider clock)
    {
        this.database = database;
        this.book = book;
        this.audit = audit;
        this.clock = clock;
    }

    /// <summary>Makes the link.</summary>
    /// <param name="actor">The verb.</param>
    /// <param name="email">The address that the administrator will sign in with.</param>
    /// <param name="again">Whether a link that still works, or an account whose person was never in, gives way to a new one; an expired link always does.</param>
    /// <param name="cancel">Gives up; nothing was made then.</param>
    /// <returns>
    /// <see cref="InvitationOutcome.Ready"/> with the link, <see cref="InvitationOutcome.AdministratorExists"/>, <see cref="InvitationOutcome.LinkExists"/>
    /// <see cref="InvitationOutcome.NeverIn"/> or <see cref="InvitationOutcome.AddressTaken"/>.
    /// </returns>
    /// <exception cref="UnauthorizedAccessException">The actor may not maintain the instance.</exception>
    /// <exception cref="ValidationException">The address is not usable.</exception>
    public async Task<InvitationResult> ForAsync(Actor actor, string email, bool again, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.Has(Permission.MaintainInstance))
        {
            await audit.RefusedAsync(actor, AuditAction.Create, null, "not-from-the-command-line", cancel);
            throw new UnauthorizedAccessException("The first administrator is made from the command line.");
        }

        await Valid.ValidateAndThrowAsync(new Input(email), cancel);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await RefusalAsync(db, actor, email, again, cancel) is { } refusal)
        {
            return new InvitationResult(refusal);
        }

        var invitation = book.New(Invitation.FirstAdministrator, email, name: null, Role.Administrator, requestedBy: null);
        var link = book.Open(invitation, InvitationBook.FirstLifetime);
        db.Add(invitation);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException taken) when (Clash.IsDuplicate(taken))
        {
            // The other one of two that were made at once was first.
            return new InvitationResult(InvitationOutcome.LinkExists);
        }

        await audit.DoneAsync(db, actor, AuditAction.Create, invitation.AccountId, "first-administrator-link", cancel);
        await transaction.CommitAsync(cancel);
        return new InvitationResult(InvitationOutcome.Ready, link);
    }

    // A row that was used, or whose link works, is left where it is unless it shall give way; an expired one makes room.
    private async Task<InvitationOutcome?> RefusalAsync(PortalDbContext db, Actor actor, string email, bool again, CancellationToken cancel)
    {
        if (await Administrators.ExistAsync(db, cancel))
        {
            return InvitationOutcome.AdministratorExists;
        }

        var now = clock.GetUtcNow();
        await db.Set<Invitation>()
            .Where(i => i.Id == Invitation.FirstAdministrator && (again || i.State == InvitationState.Expired || (i.State == InvitationState.Open && i.ExpiresAt <= now)))
            .ExecuteDeleteAsync(cancel);
        // After the row, whose lock waits for a link that is being used at this moment.
        return await GiveUpAsync(db, actor, again, cancel) is { } kept ? kept
            : await db.Set<Invitation>().AnyAsync(i => i.Id == Invitation.FirstAdministrator, cancel) ? InvitationOutcome.LinkExists
            : await book.IsTakenAsync(db, actor, email, cancel) ? InvitationOutcome.AddressTaken
            : null;
    }

    // Whoever lost the password before the factor was enrolled would otherwise leave a portal without a way in.
    private async Task<InvitationOutcome?> GiveUpAsync(PortalDbContext db, Actor actor, bool again, CancellationToken cancel)
    {
        var accounts = await Administrators.NeverIn(db).Select(a => a.Id).ToListAsync(cancel);
        if (accounts.Count > 0 && !again)
        {
            return InvitationOutcome.NeverIn;
        }

        foreach (var account in accounts)
        {
            if (!await Administrators.GiveUpAsync(db, account, clock.GetUtcNow(), cancel))
            {
                return InvitationOutcome.AdministratorExists;
            }

            await audit.DoneAsync(db, actor, AuditAction.Grant, account, "given-up-never-in", cancel);
        }

        return null;
    }

    private sealed record Input(string Email);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(p => p.Email).Must(PersonRules.IsAddress).WithMessage(PersonRules.Address);
    }
}

using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Invitations;

/// <summary>
/// Makes the link for the first administrator, from the command line, in any environment. Once an administrator is set up it is refused for
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
    /// <param name="again">Whether a link that still works gives way to a new one; an expired one always does.</param>
    /// <param name="cancel">Gives up; nothing was made then.</param>
    /// <returns>
    /// <see cref="InvitationOutcome.Ready"/> with the link, <see cref="InvitationOutcome.AdministratorExists"/>, <see cref="InvitationOutcome.LinkExists"/>
    /// or <see cref="InvitationOutcome.AddressTaken"/>.
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
        if (await RefusalAsync(db, email, again, cancel) is { } refusal)
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
        catch (DbUpdateException)
        {
            // The other one of two that were made at once was first.
            return new InvitationResult(InvitationOutcome.LinkExists);
        }

        await audit.DoneAsync(db, actor, AuditAction.Create, invitation.AccountId, "first-administrator-link", cancel);
        await transaction.CommitAsync(cancel);
        return new InvitationResult(InvitationOutcome.Ready, link);
    }

    // A row that was used, or whose link works and shall stay, is left where it is; any other makes room.
    private async Task<InvitationOutcome?> RefusalAsync(PortalDbContext db, string email, bool again, CancellationToken cancel)
    {
        if (await Administrators.ExistAsync(db, cancel))
        {
            return InvitationOutcome.AdministratorExists;
        }

        var now = clock.GetUtcNow();
        await db.Set<Invitation>()
            .Where(i => i.Id == Invitation.FirstAdministrator && i.State == InvitationState.Open && (again || i.ExpiresAt <= now))
            .ExecuteDeleteAsync(cancel);
        return await db.Set<Invitation>().AnyAsync(i => i.Id == Invitation.FirstAdministrator, cancel) ? InvitationOutcome.LinkExists
            : await book.IsTakenAsync(db, email, cancel) ? InvitationOutcome.AddressTaken
            : null;
    }

    private sealed record Input(string Email);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(p => p.Email).Must(PersonRules.IsAddress).WithMessage(PersonRules.Address);
    }
}

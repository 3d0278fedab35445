using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Passwords;
using Portal.Features.Identity.Sessions;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Invitations;

/// <summary>Uses a link up: makes the account with the password that its person chose, and goes on to the second factor.</summary>
[OpenToAll("whoever holds the link is nobody yet")]
public sealed class ActivateAccount
{
    private readonly PortalDatabase database;
    private readonly InvitationBook book;
    private readonly NewAccountWriter writer;
    private readonly PasswordRules passwords;
    private readonly SessionBook sessions;
    private readonly InvitationAudit audit;

    internal ActivateAccount(
        PortalDatabase database, InvitationBook book, NewAccountWriter writer, PasswordRules passwords, SessionBook sessions, InvitationAudit audit)
    {
        this.database = database;
        this.book = book;
        this.writer = writer;
        this.passwords = passwords;
        this.sessions = sessions;
        this.audit = audit;
    }

    /// <summary>Sets the account up.</summary>
    /// <param name="actor">Nobody, from where the link was opened.</param>
    /// <param name="token">The link's token.</param>
    /// <param name="name">The person's name; it counts where the invitation has none.</param>
    /// <param name="password">The password chosen.</param>
    /// <param name="cancel">Gives up; the link still works then.</param>
    public async Task<ActivationResult> ForAsync(Actor actor, string? token, string? name, string? password, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var valid = await ActivationRules.Instance.ValidateAsync(new ActivationInput(token, name, password), cancel);
        await using var db = database.Open();
        var invitation = valid.Faults(nameof(ActivationInput.Token)) ? null : await InvitationBook.FindAsync(db, token!, cancel);
        if (book.RefusalOf(invitation) is { } refusal)
        {
            return await RefuseAsync(actor, invitation, refusal, cancel);
        }

        if (valid.Faults(nameof(ActivationInput.Password)))
        {
            return new ActivationResult(null, PasswordProblem.TooLong, NameMissing: false);
        }

        return book.EmailOf(invitation!) is not { } email ? await RefuseAsync(actor, invitation, InvitationAudit.Damaged, cancel)
            : (book.NameOf(invitation!) ?? name) is not { } known || valid.Faults(nameof(ActivationInput.Name)) || !PersonRules.IsName(known)
                ? new ActivationResult(null, null, NameMissing: true)
                : await CheckAsync(
                    db, actor, invitation!, new NewAccount(email, known, password ?? "", invitation!.Role) { Id = new AccountId(invitation.AccountId) }, cancel);
    }

    private async Task<ActivationResult> CheckAsync(PortalDbContext db, Actor actor, Invitation invitation, NewAccount person, CancellationToken cancel) =>
        passwords.ProblemOf(writer.EntityOf(person), person.Password) is { } problem
            ? new ActivationResult(null, problem, NameMissing: false)
            : await UseAsync(db, actor, invitation, person, cancel);

    private async Task<ActivationResult> UseAsync(PortalDbContext db, Actor actor, Invitation invitation, NewAccount person, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // One statement uses the link up: of two parallel posts one goes on. Nothing is used up when what follows fails.
        var mine = db.Set<Invitation>().Where(i => i.Id == invitation.Id && i.TokenHash == invitation.TokenHash && i.State == InvitationState.Open);
        if (await book.CloseAsync(mine, InvitationState.Used, cancel) != 1 || !await writer.AddAsync(db, person, cancel))
        {
            await transaction.RollbackAsync(cancel);
            return await RefuseAsync(actor, invitation, "link-used", cancel);
        }

        var (session, token) = sessions.Add(db, person.Id.Value, person.Role, SessionStage.AwaitingEnrolment, actor.Origin);
        await db.SaveChangesAsync(cancel);
        await audit.DoneAsync(db, actor, AuditAction.Create, person.Id.Value, $"activated-{person.Role}", cancel);
        await audit.DoneAsync(db, actor, AuditAction.Credential, person.Id.Value, "password-set", cancel);
        await transaction.CommitAsync(cancel);
        return new ActivationResult(new SignInStep(token, session.Stage), null, NameMissing: false);
    }

    private async Task<ActivationResult> RefuseAsync(Actor actor, Invitation? invitation, string reason, CancellationToken cancel)
    {
        await audit.RefusedAsync(actor, AuditAction.Credential, invitation?.AccountId, reason, cancel);
        return ActivationResult.LinkRefused;
    }
}

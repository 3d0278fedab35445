using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Recovery;

/// <summary>
/// The way back into the account of an administrator whom no colleague can help any more, from the command line of the server (ADR 0045). It is refused while another
/// administrator can act; where the others are locked out as well, that has to be said, and none of them may have been in for three days.
/// </summary>
[Needs(Permission.MaintainInstance)]
public sealed class RecoverAdministrator
{
    /// <summary>Who was in during this time can act, whatever is said.</summary>
    public static readonly TimeSpan InOfLate = TimeSpan.FromHours(72);

    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly ILookupNormalizer lookup;
    private readonly RecoveryBook book;
    private readonly CredentialReset reset;
    private readonly RecoveryNotices notices;
    private readonly InvitationAudit audit;
    private readonly TimeProvider clock;

    internal RecoverAdministrator(
        PortalDatabase database, ILookupNormalizer lookup, RecoveryBook book, CredentialReset reset, RecoveryNotices notices, InvitationAudit audit, TimeProvider clock)
    {
        this.database = database;
        this.lookup = lookup;
        this.book = book;
        this.reset = reset;
        this.notices = notices;
        this.audit = audit;
        this.clock = clock;
    }

    /// <summary>Takes the old credentials away and makes the link. One that was made before ends.</summary>
    /// <param name="actor">The verb.</param>
    /// <param name="email">The address of the administrator's account.</param>
    /// <param name="othersCannot">Whether whoever runs the verb says that the other administrators cannot sign in either.</param>
    /// <param name="cancel">Gives up; nothing has changed then.</param>
    /// <returns>
    /// <see cref="RecoveryOutcome.Ready"/> with the link, <see cref="RecoveryOutcome.NotForThisAccount"/>, or <see cref="RecoveryOutcome.OthersCan"/>.
    /// </returns>
    /// <exception cref="UnauthorizedAccessException">The actor may not maintain the instance.</exception>
    /// <exception cref="ValidationException">The address is not usable.</exception>
    public async Task<RecoveryResult> ForAsync(Actor actor, string email, bool othersCannot, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.Has(Permission.MaintainInstance))
        {
            await audit.RefusedAsync(actor, AuditAction.Credential, null, "not-from-the-command-line", cancel);
            throw new UnauthorizedAccessException("The last administrator is recovered from the command line.");
        }

        await Valid.ValidateAndThrowAsync(new Input(email), cancel);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Colleagues who disable or recover somebody at this moment go first.
        await Administrators.TakeTurnAsync(db, Guid.Empty, cancel);
        var index = lookup.NormalizeEmail(email);
        var account = await Administrators.All(db).Where(a => a.NormalizedEmail == index && a.DisabledAt == null).Select(a => a.Id).SingleOrDefaultAsync(cancel);
        if (account == default || await CanOthersAsync(db, account, othersCannot, cancel))
        {
            await transaction.RollbackAsync(cancel);
            await audit.RefusedAsync(
                actor, AuditAction.Credential, account == default ? null : account, account == default ? "no-administrators-account" : "other-administrators-can", cancel);
            return new RecoveryResult(account == default ? RecoveryOutcome.NotForThisAccount : RecoveryOutcome.OthersCan);
        }

        var link = await OpenAsync(db, actor, account, cancel);
        await transaction.CommitAsync(cancel);
        return new RecoveryResult(RecoveryOutcome.Ready, link, IsWaived: true);
    }

    private async Task<bool> CanOthersAsync(PortalDbContext db, Guid but, bool cannot, CancellationToken cancel)
    {
        var since = clock.GetUtcNow() - InOfLate;
        return await Administrators.Active(db).AnyAsync(
            a => a.Id != but && (!cannot || db.Set<Session>().Any(s => s.AccountId == a.Id && s.Stage == SessionStage.Full && s.CreatedAt > since)), cancel);
    }

    private async Task<RecoveryLink> OpenAsync(PortalDbContext db, Actor actor, Guid account, CancellationToken cancel)
    {
        // Whoever is at the server decides alone: one that waits for somebody, or whose link was lost, gives way.
        await audit.DoneAsync(db, actor, AuditAction.Credential, account, "recovery-by-operator", cancel);
        await book.CloseAsync(db.Set<AccountRecovery>().Where(r => r.UnderWayFor == account), RecoveryState.Withdrawn, cancel);
        var row = book.New(account, RecoveryReason.BothLost, AccountRecovery.Operator);
        var link = book.Open(row);
        db.Add(row);
        await db.SaveChangesAsync(cancel);
        await notices.OpenedAsync(db, account, [], cancel);
        await notices.ConfirmedAsync(db, account, [], cancel);
        // It is open: nobody else changes an administrator until the commit.
        await reset.TakeAwayAsync(db, actor, account, cancel);
        return link;
    }

    private sealed record Input(string Email)
    {
        public override string ToString() => nameof(Input);
    }

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(input => input.Email).Must(PersonRules.IsAddress).WithMessage(PersonRules.Address);
    }
}

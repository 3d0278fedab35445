using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.StepUp;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Recovery;

/// <summary>
/// Asks for a way back into the account of a colleague who can show no factor any more. Another administrator confirms it; until then nothing of the account
/// changes. While fewer than two administrators other than the person concerned can act, the confirmation is waived, which is an entry of its own (ADR 0017, 0045).
/// </summary>
[Needs(Permission.ManageAccounts)]
[NeedsFreshFactor]
public sealed class OpenRecovery
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly AdministratorDoor door;
    private readonly FreshFactor fresh;
    private readonly RecoveryBook book;
    private readonly HeldRoles roles;
    private readonly CredentialReset reset;
    private readonly RecoveryNotices notices;
    private readonly InvitationAudit audit;
    private readonly SecondApproval approval;
    private readonly OtherSide side;

    internal OpenRecovery(
        PortalDatabase database, AdministratorDoor door, FreshFactor fresh, RecoveryBook book, HeldRoles roles, CredentialReset reset,
        RecoveryNotices notices, InvitationAudit audit, SecondApproval approval, OtherSide side)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.book = book;
        this.roles = roles;
        this.reset = reset;
        this.notices = notices;
        this.audit = audit;
        this.approval = approval;
        this.side = side;
    }

    /// <summary>Opens a recovery.</summary>
    /// <returns>
    /// <see cref="RecoveryOutcome.Waiting"/>, <see cref="RecoveryOutcome.Ready"/> with the link where the confirmation is waived, <see cref="RecoveryOutcome.Own"/>,
    /// <see cref="RecoveryOutcome.UnderWay"/> or <see cref="RecoveryOutcome.NotForThisAccount"/>.
    /// </returns>
    /// <exception cref="UnauthorizedAccessException">The actor is no active administrator.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    /// <exception cref="ValidationException">No reason was chosen.</exception>
    public async Task<RecoveryResult> ForAsync(Actor actor, AccountId account, RecoveryReason reason, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var requester = await door.PassAsync(actor, AuditAction.Credential, cancel);
        await Valid.ValidateAndThrowAsync(new Input(reason), cancel);
        await fresh.RequireAsync(actor, cancel);
        if (requester == account.Value)
        {
            await audit.RefusedAsync(actor, AuditAction.Credential, account.Value, RecoveryBook.Own, cancel);
            return new RecoveryResult(RecoveryOutcome.Own);
        }

        await using var db = database.Open();
        if (!await IsForStaffAsync(db, account.Value, cancel))
        {
            await audit.RefusedAsync(actor, AuditAction.Credential, account.Value, "recovery-not-for-staff", cancel);
            return new RecoveryResult(RecoveryOutcome.NotForThisAccount);
        }

        return await OpenAsync(db, actor, account.Value, reason, requester, cancel);
    }

    // A patient's account belongs to a record: its way back is the desk, where an identity document is looked at.
    private async Task<bool> IsForStaffAsync(PortalDbContext db, Guid account, CancellationToken cancel) =>
        await db.Set<Account>().AnyAsync(a => a.Id == account && a.DisabledAt == null && a.PatientId == null, cancel)
        && (await roles.OfAsync(db, account, cancel)).FirstOrDefault() is not (Role.None or Role.Patient);

    private async Task<RecoveryResult> OpenAsync(PortalDbContext db, Actor actor, Guid account, RecoveryReason reason, Guid requester, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Two who recover or disable each other come one after the other, and the second is none any more.
        if (!await Administrators.TakeTurnAsync(db, requester, cancel))
        {
            await transaction.RollbackAsync(cancel);
            await audit.RefusedAsync(actor, AuditAction.Credential, account, "no-administrator-any-more", cancel);
            return new RecoveryResult(RecoveryOutcome.NotForThisAccount);
        }

        await book.MakeRoomAsync(db, actor, account, cancel);
        var row = book.New(account, reason, requester);
        var link = await IsWaivedAsync(db, account, cancel) ? book.Open(row) : null;
        if (!await TryAddAsync(db, row, cancel))
        {
            await transaction.RollbackAsync(cancel);
            await audit.RefusedAsync(actor, AuditAction.Credential, account, "recovery-under-way", cancel);
            return new RecoveryResult(RecoveryOutcome.UnderWay);
        }

        await audit.DoneAsync(db, actor, AuditAction.Credential, account, $"recovery-opened-{reason}", cancel);
        await notices.OpenedAsync(db, account, [], cancel);
        if (link is not null && !await WaiveAsync(db, actor, account, cancel))
        {
            return new RecoveryResult(RecoveryOutcome.NotForThisAccount);
        }

        await transaction.CommitAsync(cancel);
        return new RecoveryResult(link is null ? RecoveryOutcome.Waiting : RecoveryOutcome.Ready, link, link is not null);
    }

    // Two people, whatever is recovered: where there is no second administrator, a compliance officer confirms.
    private async Task<bool> IsWaivedAsync(PortalDbContext db, Guid account, CancellationToken cancel) =>
        await approval.IsWaivedForAsync(db, account, cancel) && !await side.OfficersCountAsync(db, account, cancel);

    private async Task<bool> WaiveAsync(PortalDbContext db, Actor actor, Guid account, CancellationToken cancel)
    {
        await audit.DoneAsync(db, actor, AuditAction.Credential, account, InvitationAudit.Waived, cancel);
        await notices.ConfirmedAsync(db, account, [], cancel);
        return await reset.TakeAwayAsync(db, actor, account, cancel);
    }

    // The index on the account refuses the second of two that come at once.
    private static async Task<bool> TryAddAsync(PortalDbContext db, AccountRecovery row, CancellationToken cancel)
    {
        db.Add(row);
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateException taken) when (Clash.IsDuplicate(taken))
        {
            return false;
        }
    }

    private sealed record Input(RecoveryReason Reason);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(p => p.Reason).Must(reason => reason != RecoveryReason.None && Enum.IsDefined(reason)).WithMessage("Choose why the person cannot sign in.");
    }
}

using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Notices;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Desk;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.Recovery;
using Portal.Features.Identity.Sessions;
using Portal.Features.Identity.StepUp;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Notices;

namespace Portal.Features.Identity.Changes;

/// <summary>
/// Disables an account: nobody signs in with it any more, and what is open of it ends within seconds on every node (45 CFR 164.308(a)(3)(ii)(C)). Nobody disables
/// the own one, and an administrator who can act is always left.
/// </summary>
[Needs(Permission.ManageAccounts)]
[NeedsFreshFactor]
public sealed class DisableAccount
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly AdministratorDoor door;
    private readonly FreshFactor fresh;
    private readonly InvitationAudit audit;
    private readonly AccountClosing closing;

    internal DisableAccount(PortalDatabase database, AdministratorDoor door, FreshFactor fresh, AccountClosing closing, InvitationAudit audit)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.closing = closing;
        this.audit = audit;
    }

    /// <summary>The reasons that can be given.</summary>
    public static IReadOnlyList<DisableReason> Offered { get; } = [DisableReason.Left, DisableReason.Away, DisableReason.Suspicion, DisableReason.Mistake];

    /// <summary>Disables it.</summary>
    /// <returns><see cref="ChangeOutcome.Done"/>, <see cref="ChangeOutcome.Own"/> or <see cref="ChangeOutcome.Gone"/>.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor is no active administrator.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    /// <exception cref="ValidationException">No reason was given.</exception>
    public async Task<ChangeOutcome> ForAsync(Actor actor, AccountId account, DisableReason reason, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var by = await door.PassAsync(actor, AuditAction.Update, cancel);
        await Valid.ValidateAndThrowAsync(new Input(reason), cancel);
        await fresh.RequireAsync(actor, cancel);
        if (by == account.Value)
        {
            await audit.RefusedAsync(actor, AuditAction.Update, by, "own-account", cancel);
            return ChangeOutcome.Own;
        }

        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Whoever acts is an administrator still, now that nobody else changes one: so one is left.
        if (!await Administrators.TakeTurnAsync(db, by, cancel) || !await closing.CloseAsync(db, actor, account.Value, reason, cancel))
        {
            await transaction.RollbackAsync(cancel);
            await audit.RefusedAsync(actor, AuditAction.Update, account.Value, "nothing-to-disable", cancel);
            return ChangeOutcome.Gone;
        }

        await transaction.CommitAsync(cancel);
        return ChangeOutcome.Done;
    }

    private sealed record Input(DisableReason Reason);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(input => input.Reason).Must(reason => Offered.Contains(reason)).WithMessage("Choose a reason.");
    }
}

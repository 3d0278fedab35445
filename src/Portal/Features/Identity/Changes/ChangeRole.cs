using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.StepUp;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Changes;

/// <summary>
/// Puts another role in the place of the one that a person has, or takes it away (45 CFR 164.308(a)(4)). To give one wants a yes of the other side (decision 0100), as an
/// invitation does; to take one away does not, but for an administrator's. The old role holds until the new one is approved.
/// </summary>
[Needs(Permission.ManageAccounts)]
[NeedsFreshFactor]
public sealed class ChangeRole
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly AdministratorDoor door;
    private readonly FreshFactor fresh;
    private readonly HeldRoles roles;
    private readonly RoleBook book;
    private readonly InvitationAudit audit;
    private readonly OtherSide side;
    private readonly TwoSides sides;

    internal ChangeRole(
        PortalDatabase database, AdministratorDoor door, FreshFactor fresh, HeldRoles roles, RoleBook book, InvitationAudit audit,
        OtherSide side, TwoSides sides)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.roles = roles;
        this.book = book;
        this.audit = audit;
        this.side = side;
        this.sides = sides;
    }

    /// <summary>Asks for the role, or gives it where the approval is waived.</summary>
    /// <param name="actor">The administrator.</param>
    /// <param name="account">Whose role; not the own one.</param>
    /// <param name="role">One of the staff's roles; <see cref="Role.None"/> takes the role away, at once unless it is an administrator's.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>
    /// <see cref="ChangeOutcome.Waiting"/>, <see cref="ChangeOutcome.Done"/>, <see cref="ChangeOutcome.Own"/>, <see cref="ChangeOutcome.IsPatients"/>,
    /// <see cref="ChangeOutcome.TooSoon"/> where another change waits, <see cref="ChangeOutcome.BothSides"/>, or <see cref="ChangeOutcome.Gone"/>.
    /// </returns>
    /// <exception cref="UnauthorizedAccessException">The actor is no active administrator.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    /// <exception cref="ValidationException">The role is none of the staff's.</exception>
    public async Task<ChangeOutcome> ForAsync(Actor actor, AccountId account, Role role, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var by = await door.PassAsync(actor, AuditAction.Grant, cancel);
        await Valid.ValidateAndThrowAsync(new Input(role), cancel);
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await RefusalAsync(db, by, account.Value, role, cancel) is (var refused, var reason))
        {
            await transaction.RollbackAsync(cancel);
            await audit.RefusedAsync(actor, AuditAction.Grant, account.Value, reason, cancel);
            return refused;
        }

        await book.MakeRoomAsync(db, actor, account.Value, cancel);
        var outcome = await GoOnAsync(db, actor, by, account.Value, role, cancel);
        await transaction.CommitAsync(cancel);
        return outcome;
    }

    private async Task<(ChangeOutcome Outcome, string Reason)?> RefusalAsync(PortalDbContext db, Guid by, Guid account, Role role, CancellationToken cancel)
    {
        if (by == account)
        {
            return (ChangeOutcome.Own, "own-account");
        }

        if (!await Administrators.TakeTurnAsync(db, by, cancel)
            || await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == account && a.DisabledAt == null, cancel) is not { } person)
        {
            return (ChangeOutcome.Gone, "nothing-to-change");
        }

        var held = await roles.OfAsync(db, account, cancel);
        return person.PatientId is not null || held.Contains(Role.Patient) ? (ChangeOutcome.IsPatients, "patient")
            : await sides.WouldMeetAsync(db, account, role, cancel) ? (ChangeOutcome.BothSides, TwoSides.Reason)
            : (held.Count == 0 && role == Role.None) || (held.Count == 1 && held[0] == role) ? (ChangeOutcome.Gone, "same-role")
            : (role != Role.None || held.Contains(Role.Administrator)) && await book.WaitsAsync(db, account, cancel) ? (ChangeOutcome.TooSoon, "role-waits") : null;
    }

    private async Task<ChangeOutcome> GoOnAsync(PortalDbContext db, Actor actor, Guid by, Guid account, Role role, CancellationToken cancel)
    {
        // An administrator is taken away by two: one who acts alone could make the rest too few to ask.
        if (role == Role.None && !await Administrators.All(db).AnyAsync(a => a.Id == account, cancel))
        {
            await book.WithdrawAsync(db, actor, account, cancel);
            await book.PutAsync(db, actor, account, role, cancel);
            return ChangeOutcome.Done;
        }

        await audit.DoneAsync(db, actor, AuditAction.Grant, account, $"role-asked-{role}", cancel);
        // Whose role it is cannot approve it either.
        if (await side.OfAsync(db, account, cancel) is Role.None)
        {
            await audit.DoneAsync(db, actor, AuditAction.Grant, account, InvitationAudit.Waived, cancel);
            await book.PutAsync(db, actor, account, role, cancel);
            return ChangeOutcome.Done;
        }

        db.Add(book.New(account, role, by));
        await db.SaveChangesAsync(cancel);
        return ChangeOutcome.Waiting;
    }

    private sealed record Input(Role Role);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(input => input.Role).Must(role => role == Role.None || InviteAccount.Offered.Contains(role)).WithMessage("Choose one of the roles of staff.");
    }
}

using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Invitations;

/// <summary>A person to invite.</summary>
/// <param name="Email">The address that the person will sign in with.</param>
/// <param name="Name">The name shown to others.</param>
/// <param name="Role">One of the staff's roles.</param>
public sealed record NewInvitation(string Email, string Name, Role Role)
{
    /// <inheritdoc/>
    public override string ToString() => "NewInvitation";
}

/// <summary>
/// Asks for an account for a person. Another administrator approves it; while there are fewer than two active ones, the approval is
/// waived, which is an entry of its own, and the link is ready at once.
/// </summary>
[Needs(Permission.ManageAccounts)]
[NeedsFreshFactor]
public sealed class InviteAccount
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly AdministratorDoor door;
    private readonly FreshFactor fresh;
    private readonly InvitationBook book;
    private readonly InvitationAudit audit;
    private readonly OtherSide side;

    internal InviteAccount(
        PortalDatabase database, AdministratorDoor door, FreshFactor fresh, InvitationBook book, InvitationAudit audit, OtherSide side)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.book = book;
        this.audit = audit;
        this.side = side;
    }

    /// <summary>The roles that people are invited to. A patient's account belongs to a record, which administrators do not see: it is made where the record is.</summary>
    public static IReadOnlyList<Role> Offered { get; } = [.. Roles.OfPeople.Where(role => role != Role.Patient)];

    /// <summary>Invites the person.</summary>
    /// <returns><see cref="InvitationOutcome.Waiting"/>, <see cref="InvitationOutcome.Ready"/> with the link, or <see cref="InvitationOutcome.AddressTaken"/>.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor is no active administrator.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    /// <exception cref="ValidationException">The e-mail, name or role is not usable.</exception>
    public async Task<InvitationResult> ForAsync(Actor actor, NewInvitation person, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(person);
        var requester = await door.PassAsync(actor, AuditAction.Create, cancel);
        await Valid.ValidateAndThrowAsync(person, cancel);
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await book.IsTakenAsync(db, actor, person.Email, cancel))
        {
            return new InvitationResult(InvitationOutcome.AddressTaken);
        }

        var invitation = book.New(Guid.NewGuid(), person.Email, person.Name, person.Role, requester);
        var link = await side.OfAsync(db, invitation.AccountId, cancel) is Role.None ? book.Open(invitation, InvitationBook.Lifetime) : null;
        if (!await TryAddAsync(db, invitation, cancel))
        {
            return new InvitationResult(InvitationOutcome.AddressTaken);
        }

        await WriteAsync(db, actor, invitation, link is not null, cancel);
        await transaction.CommitAsync(cancel);
        return new InvitationResult(link is null ? InvitationOutcome.Waiting : InvitationOutcome.Ready, link);
    }

    private async Task WriteAsync(PortalDbContext db, Actor actor, Invitation invitation, bool waived, CancellationToken cancel)
    {
        await audit.DoneAsync(db, actor, AuditAction.Create, invitation.AccountId, $"invited-{invitation.Role}", cancel);
        if (waived)
        {
            await audit.DoneAsync(db, actor, AuditAction.Grant, invitation.AccountId, InvitationAudit.Waived, cancel);
        }
    }

    // The index on the address refuses the second of two that come at once.
    private static async Task<bool> TryAddAsync(PortalDbContext db, Invitation invitation, CancellationToken cancel)
    {
        db.Add(invitation);
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

    private sealed class Rules : AbstractValidator<NewInvitation>
    {
        public Rules()
        {
            RuleFor(p => p.Email).Must(PersonRules.IsAddress).WithMessage(PersonRules.Address);
            RuleFor(p => p.Name).Must(PersonRules.IsName).WithMessage(PersonRules.Name);
            RuleFor(p => p.Role).Must(role => Offered.Contains(role)).WithMessage("Choose one of the roles of staff.");
        }
    }
}

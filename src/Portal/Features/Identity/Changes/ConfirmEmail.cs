using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Notices;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Notices;

namespace Portal.Features.Identity.Changes;

/// <summary>Uses up the link that was sent to a new address: from here on the account has it. All its sessions end, and both addresses are told (ASVS 6.3.7).</summary>
[OpenToAll("whoever holds the link reads the new address's mail; it opens no account")]
public sealed class ConfirmEmail
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly EmailChanges changes;
    private readonly SessionBook sessions;
    private readonly NoticeBook notices;
    private readonly InvitationAudit audit;

    internal ConfirmEmail(PortalDatabase database, EmailChanges changes, SessionBook sessions, NoticeBook notices, InvitationAudit audit)
    {
        this.database = database;
        this.changes = changes;
        this.sessions = sessions;
        this.notices = notices;
        this.audit = audit;
    }

    /// <summary>Whether the address was changed. There is one answer for every link that opens nothing.</summary>
    /// <param name="actor">Nobody, from where the link was opened.</param>
    /// <param name="token">The link's token.</param>
    /// <param name="cancel">Gives up; the link still works then.</param>
    public async Task<bool> ForAsync(Actor actor, string? token, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var isWellFormed = (await Valid.ValidateAsync(new Input(token), cancel)).IsValid;
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!isWellFormed
            || await changes.TakeAsync(db, token!, cancel) is not (var account, var email)
            || await PutAsync(db, actor, account, email, cancel) is not { } before)
        {
            await transaction.RollbackAsync(cancel);
            await audit.RefusedAsync(actor, AuditAction.Update, null, "email-link-refused", cancel);
            return false;
        }

        await sessions.EndAllAsync(db, actor, account, except: null, SessionEnding.CredentialChanged, cancel);
        await notices.AddAsync(db, account, NoticeKind.EmailChanged, new NoticeAlso(before), cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    // The addresses that the account had; null where it is gone or disabled, was changed at the same moment, or somebody else got the address meanwhile.
    private async Task<string[]?> PutAsync(PortalDbContext db, Actor actor, Guid account, string email, CancellationToken cancel)
    {
        if (await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == account && a.DisabledAt == null, cancel) is not { } row)
        {
            return null;
        }

        await audit.DoneAsync(db, actor, AuditAction.Update, account, "email-changed", cancel);
        var before = changes.Put(row, email);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException clash) when (clash is DbUpdateConcurrencyException || Clash.IsDuplicate(clash))
        {
            return null;
        }

        return before is null ? [] : [before];
    }

    private sealed record Input(string? Token)
    {
        public override string ToString() => nameof(Input);
    }

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(input => input.Token).Must(SessionToken.LooksLikeOne).WithMessage("Use the whole link.");
    }
}

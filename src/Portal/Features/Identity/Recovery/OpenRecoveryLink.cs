using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Recovery;

/// <summary>Looks at whose account a link opens, without using it up.</summary>
[OpenToAll("whoever holds the link is nobody yet")]
public sealed class OpenRecoveryLink
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly RecoveryBook book;
    private readonly HeldRoles roles;
    private readonly InvitationAudit audit;
    private readonly KeyRing keys;

    internal OpenRecoveryLink(PortalDatabase database, RecoveryBook book, HeldRoles roles, InvitationAudit audit, KeyRing keys)
    {
        this.database = database;
        this.book = book;
        this.roles = roles;
        this.audit = audit;
        this.keys = keys;
    }

    /// <summary>What the link is for; <c>null</c>, and an entry that says why, when it opens nothing.</summary>
    public async Task<RecoveryView?> ForAsync(Actor actor, string? token, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var valid = await Valid.ValidateAsync(new Input(token), cancel);
        await using var db = database.Open();
        var row = valid.IsValid ? await RecoveryBook.FindAsync(db, token!, cancel) : null;
        if (book.RefusalOf(row) is { } refusal)
        {
            await audit.RefusedAsync(actor, AuditAction.Credential, row?.AccountId, refusal, cancel);
            return null;
        }

        var account = await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == row!.AccountId && a.DisabledAt == null, cancel);
        var role = (await roles.OfAsync(db, row!.AccountId, cancel)).FirstOrDefault();
        // Whose role was taken away meanwhile cannot sign in, and is not asked for a password that would be refused.
        if (role is not Role.None && account?.ProtectedEmail?.Open(keys.Of(KeyUse.Accounts)).ValueOrDefault is { } email)
        {
            return new RecoveryView(email, role);
        }

        await audit.RefusedAsync(actor, AuditAction.Credential, row!.AccountId, "account-closed", cancel);
        return null;
    }

    private sealed record Input(string? Token)
    {
        public override string ToString() => "Input";
    }

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(input => input.Token).Must(SessionToken.LooksLikeOne).WithMessage("Use the whole link.");
    }
}

using Portal.Data;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Invitations;

/// <summary>Looks at what a link is for, without using it up: programs that check links in mail must not cost anybody theirs.</summary>
[OpenToAll("whoever holds the link is nobody yet")]
public sealed class OpenActivation
{
    private readonly PortalDatabase database;
    private readonly InvitationBook book;
    private readonly InvitationAudit audit;

    internal OpenActivation(PortalDatabase database, InvitationBook book, InvitationAudit audit)
    {
        this.database = database;
        this.book = book;
        this.audit = audit;
    }

    /// <summary>What the link is for; <c>null</c>, and an entry that says why, when it opens nothing.</summary>
    public async Task<ActivationView?> ForAsync(Actor actor, string? token, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var valid = await ActivationRules.Instance.ValidateAsync(new ActivationInput(token, null, null), cancel);
        await using var db = database.Open();
        var invitation = valid.IsValid ? await InvitationBook.FindAsync(db, token!, cancel) : null;
        if (book.RefusalOf(invitation) is null && book.EmailOf(invitation!) is { } email)
        {
            return new ActivationView(email, book.NameOf(invitation!), invitation!.Role);
        }

        await audit.RefusedAsync(actor, AuditAction.Credential, invitation?.AccountId, book.RefusalOf(invitation) ?? InvitationAudit.Damaged, cancel);
        return null;
    }
}

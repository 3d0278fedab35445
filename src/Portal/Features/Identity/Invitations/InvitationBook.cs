using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Invitations;

/// <summary>Makes, finds and closes invitation rows.</summary>
internal sealed class InvitationBook(KeyRing keys, ILookupNormalizer lookup, InvitationSeal seal, InvitationAudit audit, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(72);

    public static readonly TimeSpan FirstLifetime = TimeSpan.FromHours(24);

    /// <summary>A new row, waiting and without a link.</summary>
    public Invitation New(Guid id, string email, string? name, Role role, Guid? requestedBy)
    {
        var key = keys.Of(KeyUse.Accounts);
        var invitation = new Invitation
        {
            Id = id,
            AccountId = Guid.NewGuid(),
            ProtectedEmail = new Protected<string>(email.Trim(), key),
            ProtectedName = string.IsNullOrWhiteSpace(name) ? null : new Protected<string>(name.Trim(), key),
            EmailIndex = lookup.NormalizeEmail(email),
            Role = role,
            State = InvitationState.Waiting,
            RequestedBy = requestedBy,
            RequestedAt = clock.GetUtcNow(),
        };
        invitation.Seal = seal.Of(invitation);
        return invitation;
    }

    /// <summary>Opens a row in memory, seals it and returns its link; the caller stores it. What else changes is set before.</summary>
    public ActivationLink Open(Invitation invitation, TimeSpan lifetime)
    {
        var link = new ActivationLink(SessionToken.New(), clock.GetUtcNow() + lifetime);
        (invitation.State, invitation.TokenHash, invitation.ExpiresAt) = (InvitationState.Open, SessionToken.HashOf(link.Token), link.ExpiresAt);
        invitation.Seal = seal.Of(invitation);
        return link;
    }

    /// <summary>Whether a row under way is as the portal wrote it.</summary>
    public bool IsSound(Invitation invitation) => seal.Holds(invitation);

    /// <summary>The row of a token, whatever its state.</summary>
    public static async Task<Invitation?> FindAsync(PortalDbContext db, string token, CancellationToken cancel)
    {
        var hash = SessionToken.HashOf(token);
        return await db.Set<Invitation>().AsNoTracking().SingleOrDefaultAsync(i => i.TokenHash == hash, cancel);
    }

    /// <summary>Why a link opens nothing; <c>null</c> when it works. For the log alone: people get one answer for all.</summary>
    public string? RefusalOf(Invitation? invitation) => invitation switch
    {
        null => "link-unknown",
        { State: InvitationState.Used } => "link-used",
        { State: not InvitationState.Open } => "link-closed",
        _ when !seal.Holds(invitation) => InvitationAudit.Damaged,
        _ => invitation.ExpiresAt > clock.GetUtcNow() ? null : "link-expired",
    };

    /// <summary>Whether the address has an account or an invitation under way. An expired one gives way, in the caller's transaction.</summary>
    public async Task<bool> IsTakenAsync(PortalDbContext db, Actor actor, string email, CancellationToken cancel)
    {
        var (index, now) = (lookup.NormalizeEmail(email), clock.GetUtcNow());
        var expired = db.Set<Invitation>().Where(i => i.EmailIndex == index && i.State == InvitationState.Open && i.ExpiresAt <= now);
        // An address has one row at most.
        if (await expired.AsNoTracking().SingleOrDefaultAsync(cancel) is { } row && await CloseAsync(expired, InvitationState.Expired, cancel) == 1)
        {
            await audit.DoneAsync(db, actor, AuditAction.Grant, row.AccountId, $"expired-{row.Role}", cancel);
        }

        return await db.Set<Account>().AnyAsync(a => a.NormalizedEmail == index, cancel)
            || await db.Set<Invitation>().AnyAsync(i => i.EmailIndex == index, cancel);
    }

    /// <summary>Closes rows by one statement and forgets whom they were for; the number closed, so that of two parallel callers one goes on.</summary>
    public Task<int> CloseAsync(IQueryable<Invitation> which, InvitationState state, CancellationToken cancel)
    {
        DateTimeOffset? now = clock.GetUtcNow();
        return which.ExecuteUpdateAsync(
            set => set
                .SetProperty(i => i.State, state)
                .SetProperty(i => i.ClosedAt, now)
                .SetProperty(i => i.Seal, (byte[]?)null)
                .SetProperty(i => i.EmailIndex, (string?)null)
                .SetProperty(i => i.ProtectedEmail, (Protected<string>?)null)
                .SetProperty(i => i.ProtectedName, (Protected<string>?)null),
            cancel);
    }

    public string? EmailOf(Invitation invitation) => invitation.ProtectedEmail?.Open(keys.Of(KeyUse.Accounts)).ValueOrDefault;

    public string? NameOf(Invitation invitation) => invitation.ProtectedName?.Open(keys.Of(KeyUse.Accounts)).ValueOrDefault;
}

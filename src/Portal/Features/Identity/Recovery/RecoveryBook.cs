using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Recovery;

/// <summary>Makes, finds and closes recovery rows.</summary>
internal sealed class RecoveryBook(RecoverySeal seal, InvitationAudit audit, TimeProvider clock)
{
    /// <summary>How long it may be decided.</summary>
    public static readonly TimeSpan DecisionTime = TimeSpan.FromHours(72);

    /// <summary>How long its link works.</summary>
    public static readonly TimeSpan LinkTime = TimeSpan.FromHours(24);

    /// <summary>A new row, waiting and without a link.</summary>
    public AccountRecovery New(Guid account, RecoveryReason reason, Guid requestedBy)
    {
        var now = clock.GetUtcNow();
        var row = new AccountRecovery
        {
            Id = Guid.NewGuid(),
            AccountId = account,
            UnderWayFor = account,
            Reason = reason,
            State = RecoveryState.Waiting,
            RequestedBy = requestedBy,
            RequestedAt = now,
            ExpiresAt = now + DecisionTime,
        };
        row.Seal = seal.Of(row);
        return row;
    }

    /// <summary>Opens a row in memory, seals it and returns its link; the caller stores it. What else changes is set before.</summary>
    public RecoveryLink Open(AccountRecovery row)
    {
        var link = new RecoveryLink(SessionToken.New(), clock.GetUtcNow() + LinkTime);
        (row.State, row.TokenHash, row.ExpiresAt) = (RecoveryState.Open, SessionToken.HashOf(link.Token), link.ExpiresAt);
        row.Seal = seal.Of(row);
        return link;
    }

    /// <summary>Why a row that waits may not be decided; <c>null</c> when it may.</summary>
    public string? RefusalToDecide(AccountRecovery row) =>
        row.State != RecoveryState.Waiting ? "recovery-decided"
            : !seal.Holds(row) ? InvitationAudit.Damaged
            : row.ExpiresAt > clock.GetUtcNow() ? null : "recovery-expired";

    /// <summary>Why a link opens nothing; <c>null</c> when it works. For the log alone: people get one answer for all.</summary>
    public string? RefusalOf(AccountRecovery? row) => row switch
    {
        null => "recovery-link-unknown",
        { State: RecoveryState.Used } => "recovery-link-used",
        { State: not RecoveryState.Open } => "recovery-link-closed",
        _ when !seal.Holds(row) => InvitationAudit.Damaged,
        _ => row.ExpiresAt > clock.GetUtcNow() ? null : "recovery-link-expired",
    };

    /// <summary>The row of a token, whatever its state.</summary>
    public static async Task<AccountRecovery?> FindAsync(PortalDbContext db, string token, CancellationToken cancel)
    {
        var hash = SessionToken.HashOf(token);
        return await db.Set<AccountRecovery>().AsNoTracking().SingleOrDefaultAsync(r => r.TokenHash == hash, cancel);
    }

    /// <summary>Closes an expired row of the account, so that another one can be opened, in the caller's transaction.</summary>
    public async Task MakeRoomAsync(PortalDbContext db, Actor actor, Guid account, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (await CloseAsync(db.Set<AccountRecovery>().Where(r => r.UnderWayFor == account && r.ExpiresAt <= now), RecoveryState.Expired, cancel) > 0)
        {
            await audit.DoneAsync(db, actor, AuditAction.Credential, account, "recovery-expired", cancel);
        }
    }

    /// <summary>Closes rows by one statement; the number closed, so that of two parallel callers one goes on.</summary>
    public Task<int> CloseAsync(IQueryable<AccountRecovery> which, RecoveryState state, CancellationToken cancel)
    {
        DateTimeOffset? now = clock.GetUtcNow();
        return which.ExecuteUpdateAsync(
            set => set
                .SetProperty(r => r.State, state)
                .SetProperty(r => r.ClosedAt, now)
                .SetProperty(r => r.UnderWayFor, (Guid?)null)
                .SetProperty(r => r.Seal, (byte[]?)null),
            cancel);
    }

    /// <summary>The refusal of a step that is not this administrator's, or that came too late; the entry says which (45 CFR 164.312(b)).</summary>
    public async Task<RecoveryResult> GoneAsync(Actor actor, AccountRecovery? row, string? reason, CancellationToken cancel)
    {
        await audit.RefusedAsync(actor, AuditAction.Credential, row?.AccountId, reason ?? (row is null ? "recovery-unknown" : "recovery-decided"), cancel);
        return new RecoveryResult(reason == Own ? RecoveryOutcome.Own : RecoveryOutcome.Gone);
    }

    /// <summary>Why a person may not decide: it is the own account, or the own request.</summary>
    public const string Own = "own-recovery";
}

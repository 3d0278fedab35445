using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Notices;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;
using Portal.Kernel.Notices;

namespace Portal.Features.Identity.Changes;

/// <summary>Makes and checks role requests, and puts one role in the place of another.</summary>
internal sealed class RoleBook(KeyRing keys, HeldRoles roles, SessionBook sessions, NoticeBook notices, InvitationAudit audit, TimeProvider clock)
{
    /// <summary>How long a request can be approved; an invitation and a recovery wait as long.</summary>
    public static readonly TimeSpan DecisionTime = TimeSpan.FromHours(72);

    public RoleRequest New(Guid account, Role role, Guid by)
    {
        var request = new RoleRequest { Id = Guid.NewGuid(), AccountId = account, Role = role, RequestedBy = by, RequestedAt = clock.GetUtcNow() };
        request.Seal = SealOf(request);
        return request;
    }

    /// <summary>Whether the row is as the portal wrote it (ADR 0022): what somebody wrote past it must not become sound by an approval.</summary>
    public bool IsSound(RoleRequest request) => Mac.Same(request.Seal, SealOf(request));

    /// <summary>
    /// Takes the account's roles away and gives the wanted one, in the caller's transaction: each step an entry, all sessions end, the person is told.
    /// <see cref="Role.None"/> gives none.
    /// </summary>
    public async Task PutAsync(PortalDbContext db, Actor actor, Guid account, Role wanted, CancellationToken cancel)
    {
        var held = db.Set<AccountRole>().Where(r => r.UserId == account);
        foreach (var id in await held.Select(r => r.RoleId).ToListAsync(cancel))
        {
            await audit.DoneAsync(db, actor, AuditAction.Grant, account, $"role-taken-{AccountRoles.RoleOf(id)}", cancel);
        }

        await held.ExecuteDeleteAsync(cancel);
        if (wanted is not Role.None)
        {
            await audit.DoneAsync(db, actor, AuditAction.Grant, account, $"role-given-{wanted}", cancel);
            var given = roles.New(account, wanted);
            (given.GivenBy, given.GivenAt) = (actor.Account?.Value, clock.GetUtcNow());
            db.Add(given);
            await db.SaveChangesAsync(cancel);
        }

        await sessions.EndAllAsync(db, actor, account, except: null, SessionEnding.RoleTakenAway, cancel);
        await notices.AddAsync(db, account, NoticeKind.RolesChanged, cancel);
    }

    /// <summary>Whether a request of the account can still be decided.</summary>
    public Task<bool> WaitsAsync(PortalDbContext db, Guid account, CancellationToken cancel)
    {
        var since = clock.GetUtcNow() - DecisionTime;
        return db.Set<RoleRequest>().AnyAsync(r => r.AccountId == account && r.RequestedAt > since, cancel);
    }

    /// <summary>Takes back what waits for an account, in the caller's transaction: an entry says so where something did.</summary>
    public async Task WithdrawAsync(PortalDbContext db, Actor actor, Guid account, CancellationToken cancel)
    {
        if (await db.Set<RoleRequest>().Where(r => r.AccountId == account).ExecuteDeleteAsync(cancel) > 0)
        {
            await audit.DoneAsync(db, actor, AuditAction.Grant, account, "role-request-withdrawn", cancel);
        }
    }

    /// <summary>Takes back what was not approved in time, so that another role can be asked for, in the caller's transaction.</summary>
    public async Task MakeRoomAsync(PortalDbContext db, Actor actor, Guid account, CancellationToken cancel)
    {
        var since = clock.GetUtcNow() - DecisionTime;
        if (await db.Set<RoleRequest>().Where(r => r.AccountId == account && r.RequestedAt <= since).ExecuteDeleteAsync(cancel) > 0)
        {
            await audit.DoneAsync(db, actor, AuditAction.Grant, account, "role-request-expired", cancel);
        }
    }

    private byte[] SealOf(RoleRequest row) => Mac.Short(
        keys.Of(KeyUse.RowSeals).Bytes,
        [
            .. "identity.role_requests:1:"u8, .. SealBytes.Of(row.Id), .. SealBytes.Of(row.AccountId), .. SealBytes.Of((long)row.Role),
            .. SealBytes.Of(row.RequestedBy), .. SealBytes.Of(row.RequestedAt),
        ]);
}
